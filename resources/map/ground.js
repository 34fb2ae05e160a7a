/* What lies under the accounts: land, water, lines, territories, and names above them. */
"use strict";

const GTM_HOUSE = '<svg viewBox="0 0 12 12"><path d="M6 1 .8 5.6h1.5V11h2.6V7.6h2.2V11h2.6V5.6h1.5z"/></svg>';

function gtmMeet(a, b) { return a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3]; }

const GtmGround = L.Class.extend({
  initialize: function (map) {
    this._map = map;
    this._base = L.layerGroup().addTo(map);
    this._shapes = L.layerGroup().addTo(map);
    this._names = L.layerGroup().addTo(map);
    this._homes = L.layerGroup().addTo(map);
    this._lines = L.layerGroup().addTo(map);
    this._renderers = {
      base: L.canvas({ pane: "gtm-base", padding: 0.4 }), shapes: L.canvas({ pane: "gtm-shapes", padding: 0.4 }),
      lines: L.canvas({ pane: "gtm-marks", padding: 0.4 }),
    };
    this._cities = L.DomUtil.create("canvas", "gtm-canvas", map.getPane("gtm-cities"));
    this._labels = [];
    this._features = [];
    this.highlight = -1;
    this._boxes = [];
    map.on("zoomend moveend viewreset resize", () => { this.placeNames(); this.drawCities(); });
    map.on("move", () => this.drawCities());
  },

  setBase: function (base) {
    this._baseData = base;
    this._labels = base.labels;
    this.drawBase();
  },

  drawBase: function () {
    const look = this._look, base = this._baseData;
    if (!look || !base) return;
    this._base.clearLayers();
    const add = (geometry, style) => L.geoJSON(geometry, {
      style: Object.assign({ interactive: false, renderer: this._renderers.base, smoothFactor: 0.6 }, style), interactive: false,
    }).addTo(this._base);
    const none = { stroke: false, fillOpacity: 1 };
    add(base.neighbours, Object.assign({}, none, { fillColor: look.neighbour }));
    add(base.land, Object.assign({}, none, { fillColor: look.land }));
    add(base.county_lines, { color: look.line, weight: 0.5, opacity: 0.55, fill: false });
    add(base.state_lines, { color: look.line, weight: 1.2, opacity: 1, fill: false });
    add(base.lakes, Object.assign({}, none, { fillColor: look.water }));
    this.drawCities();
  },

  setShapes: function (features) {
    this._features = features;
    this.drawShapes();
  },

  drawShapes: function () {
    if (!this._look) return;
    this._shapes.clearLayers();
    const order = this._features.filter((f) => f.number !== this.highlight).concat(this._features.filter((f) => f.number === this.highlight));
    for (const feature of order) {
      const isOn = feature.number === this.highlight, isOff = this.highlight >= 0 && !isOn;
      L.geoJSON(feature.geometry, {
        interactive: false,
        style: {
          interactive: false, renderer: this._renderers.shapes, smoothFactor: 0.6, fillColor: feature.colour,
          fillOpacity: isOn ? 0.42 : isOff ? 0.1 : 0.24, color: this._look.border, weight: isOn ? 2.6 : 1.3, opacity: isOff ? 0.5 : 0.9,
        },
      }).addTo(this._shapes);
    }
  },

  setMarks: function (marks) {
    this._names.clearLayers();
    this._homes.clearLayers();
    this._lineData = marks.lines;
    this.drawLines();
    for (const mark of marks.territories) {
      const text = L.DomUtil.create("span");
      text.textContent = mark.name;
      L.DomUtil.create("span", "gtm-more", text).textContent = mark.detail;
      const icon = L.divIcon({ className: "gtm-name", html: text, iconSize: [0, 0] });
      const marker = L.marker([mark.lat, mark.lon], { icon: icon, pane: "gtm-names", keyboard: false });
      marker.number = mark.number;
      marker.on("click", () => window.GTM.tellTerritory(mark.id)).addTo(this._names);
    }
    this.placeNames();
    for (const home of marks.homes) {
      const box = L.DomUtil.create("div");
      box.innerHTML = GTM_HOUSE;
      const icon = L.divIcon({ className: "gtm-home", html: box.firstChild, iconSize: [22, 22] });
      const marker = L.marker([home.lat, home.lon], { icon: icon, pane: "gtm-homes", keyboard: false, title: home.name });
      marker.addTo(this._homes);
      marker.getElement().style.color = home.colour;
    }
  },

  /* Lines that territories do not hang together across. */
  drawLines: function () {
    if (!this._look || !this._lineData) return;
    this._lines.clearLayers();
    for (const line of this._lineData) {
      L.polyline(line, {
        interactive: false, renderer: this._renderers.lines, color: this._look.mark, weight: 3, dashArray: "8 5",
      }).addTo(this._lines);
    }
  },

  /* Names never overlap: the one to the fore first, then in order, each at the nearest free spot to its place. Second
     lines come last, and only where they fit inside their territory and into the room that is left. */
  placeNames: function () {
    const markers = this._names.getLayers().filter((marker) => marker.getElement());
    markers.sort((a, b) => (b.number === this.highlight) - (a.number === this.highlight));
    const taken = this._controls(), shown = [], isClear = (box, but) => !taken.some((other, at) => at !== but && gtmMeet(box, other));
    for (const marker of markers) {
      const text = marker.getElement().firstChild;
      text.classList.add("gtm-short");
      const high = text.offsetHeight, wide = text.offsetWidth;
      const spots = [[0, 0], [0, -1], [0, 1], [0, -2], [0, 2], [0.5, -1], [-0.5, -1], [0.5, 1], [-0.5, 1], [0.6, 0], [-0.6, 0], [0.9, -1], [-0.9, -1], [0.9, 1], [-0.9, 1]];
      const spot = spots.map(([x, y]) => [x * wide, y * high]).find((each) => isClear(this._box(marker, text, each), -1));
      text.style.visibility = spot ? "visible" : "hidden";
      if (!spot) continue;
      text.style.transform = `translate(calc(-50% + ${spot[0]}px), calc(-50% + ${spot[1]}px))`;
      taken.push(this._box(marker, text, spot));
      shown.push([marker, text, spot, taken.length - 1]);
    }
    for (const [marker, text, spot, at] of shown) {
      text.classList.remove("gtm-short");
      const box = this._box(marker, text, spot);
      if (text.offsetWidth <= this._width(marker.number) && isClear(box, at)) taken[at] = box; else text.classList.add("gtm-short");
    }
    this._boxes = shown.map(([marker, text, spot]) => [marker, text.offsetWidth, text.offsetHeight, spot]);
  },

  _box: function (marker, text, [x, y]) {
    const p = this._map.latLngToContainerPoint(marker.getLatLng()), wide = text.offsetWidth / 2 + 3, high = text.offsetHeight / 2;
    return [p.x + x - wide, p.y + y - high, p.x + x + wide, p.y + y + high];
  },

  /* What lies above the names in the corners: zoom buttons and credit. */
  _controls: function () {
    const map = this._map.getContainer(), place = map.getBoundingClientRect();
    return Array.from(map.querySelectorAll(".leaflet-control, .gtm-credit"), (each) => each.getBoundingClientRect())
      .map((box) => [box.left - place.left, box.top - place.top, box.right - place.left, box.bottom - place.top]);
  },

  /* How wide a territory is on the screen, in pixels. */
  _width: function (number) {
    const feature = this._features.find((each) => each.number === number);
    if (!feature) return 0;
    feature.bounds = feature.bounds || L.geoJSON(feature.geometry).getBounds();
    return this._map.latLngToContainerPoint(feature.bounds.getSouthEast()).x - this._map.latLngToContainerPoint(feature.bounds.getNorthWest()).x;
  },

  setLook: function (look) {
    this._look = look;
    this.drawBase();
    this.drawShapes();
    this.drawLines();
  },

  /* What should fill the window: the territories, or else the whole base map. */
  bounds: function () {
    if (!this._features.length) return this._baseData && this._baseData.bounds;
    return L.geoJSON(this._features.map((feature) => feature.geometry)).getBounds();
  },

  /* The territory under a place, as its feature, or null. */
  at: function (latlng) {
    for (const feature of this._features) {
      for (const polygon of feature.geometry.coordinates) {
        if (gtmInRing(latlng.lng, latlng.lat, polygon[0]) && !polygon.slice(1).some((hole) => gtmInRing(latlng.lng, latlng.lat, hole))) {
          return feature;
        }
      }
    }
    return null;
  },

  drawCities: function () {
    const map = this._map, canvas = this._cities, seen = map.getSize(), ratio = window.devicePixelRatio || 1, look = this._look;
    if (!look || !seen.x) return;
    canvas.width = Math.round(seen.x * ratio);
    canvas.height = Math.round(seen.y * ratio);
    canvas.style.width = seen.x + "px";
    canvas.style.height = seen.y + "px";
    L.DomUtil.setPosition(canvas, map.containerPointToLayerPoint([0, 0]));
    const g = canvas.getContext("2d"), zoom = map.getZoom();
    g.scale(ratio, ratio);
    g.font = "11px " + look.family;
    g.lineWidth = 3;
    g.lineJoin = "round";
    g.strokeStyle = look.land;
    g.fillStyle = look.city;
    const names = this._controls().concat(this._boxes.map(([marker, wide, high, spot]) => {
      const p = map.latLngToContainerPoint(marker.getLatLng()), x = p.x + spot[0], y = p.y + spot[1];
      return [x - wide / 2 - 4, y - high / 2 - 3, x + wide / 2 + 4, y + high / 2 + 3];
    }));
    for (const label of this._labels) {
      if (label.min_zoom > zoom + 0.5) continue;
      const p = map.latLngToContainerPoint([label.lat, label.lon]);
      if (p.x < -80 || p.y < -20 || p.x > seen.x + 20 || p.y > seen.y + 20) continue;
      const box = [p.x - 3, p.y - 7, p.x + 8 + g.measureText(label.name).width, p.y + 7];
      if (names.some((name) => gtmMeet(box, name))) continue;
      g.beginPath();
      g.arc(p.x, p.y, 1.6, 0, 7);
      g.fill();
      g.strokeText(label.name, p.x + 5, p.y + 4);
      g.fillText(label.name, p.x + 5, p.y + 4);
    }
  },
});
