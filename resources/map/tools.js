/* What the pointer does: hover, click, lasso, and dragging the selection out of the map. */
"use strict";

const GTM_DRAG_AFTER = 6;
const GTM_HIT = 7;

const GtmTools = L.Class.extend({
  initialize: function (map, points, ground, tell) {
    this._map = map;
    this._points = points;
    this._ground = ground;
    this._tell = tell;
    this._tool = "pan";
    this._path = null;
    this._hovered = -1;
    this.selection = [];
    this._chosen = new Set();
    this._canvas = L.DomUtil.create("canvas", "gtm-canvas", map.getPane("gtm-marks"));
    this._tip = L.DomUtil.create("div", "gtm-tip", map.getContainer());
    const box = map.getContainer();
    box.addEventListener("mousedown", (event) => this._onDown(event), true);
    window.addEventListener("mousemove", (event) => this._onMove(event), true);
    window.addEventListener("mouseup", (event) => this._onUp(event), true);
    box.addEventListener("mouseleave", () => this._hover(-1, 0, 0));
    window.addEventListener("keydown", (event) => { if (event.key === "Escape") this._onEscape(); });
    map.boxZoom.disable();
    map.on("move zoomend viewreset resize", () => this.draw());
    map.on("click", (event) => this._onClick(event));
  },

  setTool: function (tool) {
    this._tool = tool;
    this._map.getContainer().classList.toggle("gtm-lasso", tool !== "pan");
    if (tool !== "pan") this._map.dragging.disable(); else this._map.dragging.enable();
  },

  setSelection: function (numbers) {
    this.selection = numbers;
    this._chosen = new Set(numbers);
    this.draw();
  },

  showTip: function (number, text) {
    if (number !== this._hovered || !text) return;
    const [x, y] = this._points.place(number), size = this._map.getSize();
    this._tip.textContent = text;
    this._tip.style.display = "block";
    this._tip.style.left = Math.max(4, Math.min(x + 12, size.x - this._tip.offsetWidth - 6)) + "px";
    this._tip.style.top = Math.max(4, Math.min(y + 12, size.y - this._tip.offsetHeight - 6)) + "px";
  },

  /* The drag went on in the window: forget what the button was doing here. */
  release: function () {
    this._press = null;
    this._path = null;
    this._map.getContainer().classList.remove("gtm-grab");
    if (this._tool === "pan") this._map.dragging.enable();
    this.draw();
  },

  draw: function () {
    const map = this._map, canvas = this._canvas, seen = map.getSize(), ratio = window.devicePixelRatio || 1;
    canvas.width = Math.round(seen.x * ratio);
    canvas.height = Math.round(seen.y * ratio);
    canvas.style.width = seen.x + "px";
    canvas.style.height = seen.y + "px";
    L.DomUtil.setPosition(canvas, map.containerPointToLayerPoint([0, 0]));
    const g = canvas.getContext("2d"), look = window.GTM.look;
    if (!look) return;
    g.scale(ratio, ratio);
    g.strokeStyle = look.mark;
    g.lineWidth = 1.8;
    for (const number of this.selection) this._ring(g, number, 1.6);
    if (this._hovered >= 0) this._ring(g, this._hovered, 3);
    if (this._path) this._drawPath(g, look);
  },

  _ring: function (g, number, gap) {
    if (number >= this._points.count) return; /* the points of a new scene are still on their way */
    const [x, y] = this._points.place(number);
    g.beginPath();
    g.arc(x, y, this._points.radius(number) + gap, 0, 7);
    g.stroke();
  },

  _drawPath: function (g, look) {
    g.beginPath();
    this._path.forEach(([x, y], at) => (at ? g.lineTo(x, y) : g.moveTo(x, y)));
    if (!this._isLine) {
      g.closePath();
      g.fillStyle = look.lasso;
      g.fill();
    }
    g.setLineDash(this._isLine ? [] : [6, 5]);
    g.lineWidth = this._isLine ? 3 : 2;
    g.stroke();
  },

  _place: function (event) {
    const box = this._map.getContainer().getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  },

  _onDown: function (event) {
    if (event.button !== 0 || event.target.closest(".leaflet-control")) return;
    const place = this._place(event), under = this._points.near(place[0], place[1], GTM_HIT);
    if (under >= 0 && this._chosen.has(under) && !event.shiftKey && this._tool !== "line") {
      this._press = place;
      this._map.dragging.disable();
      this._map.getContainer().classList.add("gtm-grab");
      event.stopPropagation();
      event.preventDefault();
    } else if (this._tool !== "pan" || event.shiftKey) {
      this._path = [place];
      this._isLine = this._tool === "line" && !event.shiftKey;
      this._hover(-1);
      this._isAdding = event.ctrlKey || event.metaKey;
      this._map.dragging.disable();
      event.stopPropagation();
      event.preventDefault();
    }
  },

  _onMove: function (event) {
    const place = this._place(event);
    if (this._press) {
      if (Math.hypot(place[0] - this._press[0], place[1] - this._press[1]) > GTM_DRAG_AFTER) {
        this._press = null;
        this._tell.on_drag_begun();
      }
    } else if (this._path) {
      const last = this._path[this._path.length - 1];
      if (Math.hypot(place[0] - last[0], place[1] - last[1]) >= 2) {
        this._path.push(place);
        this.draw();
      }
    } else if (event.buttons === 0) {
      this._hover(this._points.near(place[0], place[1], GTM_HIT), place[0], place[1]);
    }
  },

  _onUp: function () {
    const path = this._path;
    this.release();
    if (!path || path.length < 4) return;
    this._swallow = true;
    setTimeout(() => { this._swallow = false; }, 0);
    if (this._isLine) {
      this._tellLine(path);
      return;
    }
    const found = this._points.inside(path);
    const all = this._isAdding ? Array.from(new Set(this.selection.concat(found))) : found;
    this.setSelection(all);
    this._tell.on_lassoed(JSON.stringify(all));
  },

  /* A line in degrees, with as many bends as can be seen. */
  _tellLine: function (path) {
    const bends = L.LineUtil.simplify(path.map(([x, y]) => L.point(x, y)), 3);
    const places = bends.map((bend) => this._map.containerPointToLatLng(bend));
    this._tell.on_line_drawn(JSON.stringify(places.map((place) => [place.lat, place.lng])));
  },

  _onClick: function (event) {
    if (this._swallow) return;
    this._tell.on_place_clicked(event.latlng.lat, event.latlng.lng);
    const place = event.containerPoint, under = this._points.near(place.x, place.y, GTM_HIT);
    if (under >= 0) {
      this._tell.on_account_clicked(under);
      return;
    }
    const territory = this._ground.at(event.latlng);
    this._tell.on_territory_clicked(territory ? territory.id : "");
  },

  _onEscape: function () {
    if (this._path) { this.release(); return; }
    this.setSelection([]);
    this._tell.on_lassoed("[]");
  },

  _hover: function (number) {
    if (number === this._hovered) return;
    this._hovered = number;
    this._tip.style.display = "none";
    this.draw();
    if (number >= 0) this._tell.on_hovered(number);
  },
});
