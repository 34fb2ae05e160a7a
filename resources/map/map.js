/* The map page: panes, layers, the bridge to the program, and fetching what is to be drawn. */
"use strict";

const GTM_PANES = ["gtm-base", "gtm-shapes", "gtm-cities", "gtm-points", "gtm-marks", "gtm-homes", "gtm-names"];

const GTM_SMALL = 60; /* px: a territory that is smaller than this both ways cannot be seen well */

function startGtmMap(map) {
  GTM_PANES.forEach((name, at) => {
    const pane = map.createPane(name);
    pane.style.zIndex = 300 + 20 * at;
    if (name !== "gtm-homes" && name !== "gtm-names") pane.style.pointerEvents = "none";
  });
  new QWebChannel(qt.webChannelTransport, (channel) => {
    window.GTM = new GtmPage(map, channel.objects.map);
    channel.objects.map.on_ready();
  });
}

const GtmPage = L.Class.extend({
  initialize: function (map, tell) {
    this._map = map;
    this._tell = tell;
    this.points = new GtmPoints().addTo(map);
    this.ground = new GtmGround(map);
    this.tools = new GtmTools(map, this.points, this.ground, tell);
    this._credit = L.DomUtil.create("div", "gtm-credit", map.getContainer());
    map.on("moveend", () => tell.on_moved(...this.placeShown()));
    new ResizeObserver(() => this._onResized()).observe(map.getContainer());
  },

  /* Fetch and draw these kinds of data: look, base, shapes, marks, points, colours. A page that was loaded anew is given
     the place to show: middle and zoom. */
  refresh: async function (kinds, revision, place) {
    const json = async (name) => (await fetch(name + ".json?" + revision)).json();
    const bytes = async (name) => (await fetch(name + ".bin?" + revision)).arrayBuffer();
    if (kinds.includes("look")) this._setLook(await json("look"));
    if (kinds.includes("base")) this._setBase(await json("base"));
    if (kinds.includes("shapes")) this.ground.setShapes(await json("shapes"));
    if (kinds.includes("marks")) this.ground.setMarks(await json("marks"));
    if (kinds.includes("points")) this.points.setBuffer(await bytes("points"));
    if (kinds.includes("colours")) this.points.setColours(await bytes("colours"));
    const isFilled = this.ground._features.length > 0;
    if (kinds.includes("base") || (isFilled && !this._wasFilled)) this.fit();
    if (place) this._map.setView([place[0], place[1]], place[2], { animate: false });
    this._wasFilled = isFilled;
    this.ground.placeNames();
    this.ground.drawCities();
    this.tools.draw();
    requestAnimationFrame(() => this._tell.on_drawn(revision));
  },

  _setLook: function (look) {
    this.look = look;
    for (const [name, value] of Object.entries(look.css)) document.documentElement.style.setProperty("--" + name, value);
    this.points.setPalette(look.palette, look.halo);
    this.ground.setLook(look);
    this.points.redraw();
  },

  _setBase: function (base) {
    this._credit.textContent = base.credit;
    this.ground.setBase(base);
  },

  placeShown: function () {
    const centre = this._map.getCenter();
    return [centre.lat, centre.lng, this._map.getZoom()];
  },

  fit: function () {
    const bounds = this.ground.bounds();
    if (!bounds) return;
    this._map.invalidateSize({ animate: false });
    const size = this._map.getSize();
    this._waits = Math.min(size.x, size.y) < GTM_SMALL; /* a page that is not shown yet has no room: fitting would give no zoom */
    if (this._waits) return;
    this._map.fitBounds(bounds, { animate: false, paddingTopLeft: [18, 18], paddingBottomRight: [18, 34] }); /* clear of the credit */
    this._whole = { centre: this._map.getCenter(), zoom: this._map.getZoom() };
  },

  /* The whole region stays in view when the window changes, until the user looks elsewhere. */
  _onResized: function () {
    const isWhole = this._waits || this._isWhole();
    this._map.invalidateSize({ animate: false });
    if (isWhole) this.fit();
  },

  _isWhole: function () {
    const map = this._map, whole = this._whole;
    return Boolean(whole) && whole.zoom === map.getZoom() && map.project(whole.centre).distanceTo(map.project(map.getCenter())) < 3;
  },

  fitTerritory: function (number) {
    const feature = this.ground._features.find((each) => each.number === number);
    if (feature) this._map.fitBounds(L.geoJSON(feature.geometry).getBounds(), { animate: false, padding: [40, 40] });
  },

  /* Stay where the territory is seen whole and large enough; else show it as large as it fits. */
  bringIntoView: function (number) {
    const feature = this.ground._features.find((each) => each.number === number);
    if (!feature) return;
    const bounds = L.geoJSON(feature.geometry).getBounds(), map = this._map;
    const size = map.latLngToContainerPoint(bounds.getSouthEast()).subtract(map.latLngToContainerPoint(bounds.getNorthWest()));
    if (!map.getBounds().contains(bounds) || Math.max(size.x, size.y) < GTM_SMALL) this.fitTerritory(number);
  },

  highlight: function (number) {
    if (number === this.points.highlight) return;
    this.points.highlight = this.ground.highlight = number;
    this.ground.drawShapes();
    this.ground.placeNames();
    this.points.redraw();
  },

  goTo: function (number) {
    const [x, y] = this.points.place(number);
    if (!Number.isFinite(x) || x < -1e6) return;
    this._map.setView(this._map.containerPointToLatLng([x, y]), Math.max(this._map.getZoom(), 9), { animate: false });
    this.tools.setSelection([number]);
  },

  /* Show some accounts, ringed, with their surroundings. */
  showAccounts: function (numbers) {
    const places = numbers.map((number) => this.points.place(number)).filter(([x]) => Number.isFinite(x) && x > -1e6);
    if (!places.length) return;
    const bounds = L.latLngBounds(places.map(([x, y]) => this._map.containerPointToLatLng([x, y])));
    this._map.fitBounds(bounds, { animate: false, padding: [60, 60], maxZoom: 9 });
    this.tools.setSelection(numbers);
  },

  /* What lies under a container pixel, as JSON: place and territory. */
  under: function (x, y) {
    const place = this._map.containerPointToLatLng([x, y]), feature = this.ground.at(place);
    return JSON.stringify({ lat: place.lat, lon: place.lng, id: feature ? feature.id : "", number: feature ? feature.number : -1 });
  },

  tellTerritory: function (id) { this._tell.on_territory_clicked(id); },
});
