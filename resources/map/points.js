/* Accounts on one canvas, whatever their number: round stamps written into one picture, sharp at every pixel ratio.
   A grid over the points answers what lies under the pointer. Positions are Mercator, x and y from 0 to 256. */
"use strict";

const GTM_RADIUS = [2.2, 3.1, 4.2];
const GTM_CELLS = 256;
const GTM_NOWHERE = -1e9;

const GtmPoints = L.Layer.extend({
  initialize: function () {
    this.count = 0;
    this.palette = [];
    this.highlight = -1;
    this._sprites = new Map();
  },

  onAdd: function (map) {
    this._map = map;
    this._canvas = L.DomUtil.create("canvas", "gtm-canvas", map.getPane("gtm-points"));
    this._context = this._canvas.getContext("2d");
    map.on("move zoomend viewreset resize", this.schedule, this);
  },

  onRemove: function (map) {
    map.off("move zoomend viewreset resize", this.schedule, this);
    this._canvas.remove();
  },

  /* n (uint32), then n times lat and n times lon (float32), territory (int16), colour (uint8), size (uint8). */
  setBuffer: function (buffer) {
    const n = new DataView(buffer).getUint32(0, true);
    const lat = new Float32Array(buffer, 4, n), lon = new Float32Array(buffer, 4 + 4 * n, n);
    this.territory = new Int16Array(buffer, 4 + 8 * n, n);
    this.colour = new Uint8Array(buffer.slice(4 + 10 * n, 4 + 11 * n));
    this.size = new Uint8Array(buffer, 4 + 11 * n, n);
    this.x = new Float64Array(n).fill(GTM_NOWHERE);
    this.y = new Float64Array(n).fill(GTM_NOWHERE);
    for (let i = 0; i < n; i++) {
      if (lat[i] !== lat[i]) continue;
      const [x, y] = gtmWorld(lat[i], lon[i]);
      this.x[i] = x;
      this.y[i] = y;
    }
    this.count = n;
    this._index();
    this.redraw();
  },

  setColours: function (buffer) {
    this.colour = new Uint8Array(buffer);
    this.redraw();
  },

  setPalette: function (palette, halo) {
    this.palette = palette;
    this.halo = halo;
    this._sprites.clear();
  },

  /* Where a point is, in pixels of the map's container. */
  place: function (i) {
    const scale = Math.pow(2, this._map.getZoom()), origin = this._map.getPixelBounds().min;
    return [this.x[i] * scale - origin.x, this.y[i] * scale - origin.y];
  },

  radius: function (i) {
    return GTM_RADIUS[this.size[i]] * this._grow();
  },

  /* The nearest point within `reach` pixels of a container pixel, or -1. */
  near: function (px, py, reach) {
    if (!this.count) return -1;
    const scale = Math.pow(2, this._map.getZoom()), origin = this._map.getPixelBounds().min;
    const x = (px + origin.x) / scale, y = (py + origin.y) / scale, r = reach / scale;
    const left = this._column(x - r), right = this._column(x + r), top = this._row(y - r), bottom = this._row(y + r);
    let best = -1, least = r * r;
    for (let row = top; row <= bottom; row++) {
      for (let at = this._starts[row * GTM_CELLS + left]; at < this._starts[row * GTM_CELLS + right + 1]; at++) {
        const i = this._items[at], dx = this.x[i] - x, dy = this.y[i] - y, d = dx * dx + dy * dy;
        if (d <= least) { least = d; best = i; }
      }
    }
    return best;
  },

  /* The points inside a polygon of container pixels. */
  inside: function (polygon) {
    const scale = Math.pow(2, this._map.getZoom()), origin = this._map.getPixelBounds().min;
    const ring = polygon.map(([px, py]) => [(px + origin.x) / scale, (py + origin.y) / scale]);
    return gtmInside(this.x, this.y, this.count, ring);
  },

  schedule: function () {
    if (!this._frame) this._frame = requestAnimationFrame(() => { this._frame = 0; this.redraw(); });
  },

  redraw: function () {
    const map = this._map, canvas = this._canvas, seen = map.getSize(), ratio = window.devicePixelRatio || 1;
    const width = Math.round(seen.x * ratio), height = Math.round(seen.y * ratio);
    if (!width || !height) return;
    if (canvas.width !== width || canvas.height !== height || !this._image) {
      canvas.width = width;
      canvas.height = height;
      canvas.style.width = seen.x + "px";
      canvas.style.height = seen.y + "px";
      this._image = this._context.createImageData(width, height);
      this._words = new Uint32Array(this._image.data.buffer);
      this._sprites.clear();
    } else {
      this._words.fill(0);
    }
    L.DomUtil.setPosition(canvas, map.containerPointToLayerPoint([0, 0]));
    this._stampAll(width, height, ratio);
    this._context.putImageData(this._image, 0, 0);
  },

  _stampAll: function (width, height, ratio) {
    const scale = Math.pow(2, this._map.getZoom()) * ratio, origin = this._map.getPixelBounds().min;
    const left = origin.x * ratio, top = origin.y * ratio, grow = this._grow();
    for (let i = 0; i < this.count; i++) {
      const px = Math.round(this.x[i] * scale - left), py = Math.round(this.y[i] * scale - top);
      if (px < -20 || py < -20 || px > width + 20 || py > height + 20) continue;
      const isFaded = this.highlight >= 0 && this.territory[i] !== this.highlight;
      this._stamp(this._sprite(this.size[i], this.colour[i], isFaded, grow * ratio, width), px, py, width, height);
    }
  },

  _stamp: function (sprite, px, py, width, height) {
    const words = this._words, bytes = this._image.data, at = py * width + px, box = sprite.box;
    const isWhole = px >= box && py >= box && px < width - box && py < height - box;
    for (let k = 0; k < sprite.offset.length; k++) {
      if (!isWhole) {
        const x = px + sprite.dx[k], y = py + sprite.dy[k];
        if (x < 0 || y < 0 || x >= width || y >= height) continue;
      }
      const place = at + sprite.offset[k], alpha = sprite.alpha[k];
      if (alpha === 255 || words[place] === 0) { words[place] = sprite.word[k]; continue; }
      const b = place * 4, share = alpha / 255, under = bytes[b + 3] * (1 - share), whole = alpha + under, word = sprite.word[k];
      bytes[b] = ((word & 255) * alpha + bytes[b] * under) / whole;
      bytes[b + 1] = ((word >>> 8 & 255) * alpha + bytes[b + 1] * under) / whole;
      bytes[b + 2] = ((word >>> 16 & 255) * alpha + bytes[b + 2] * under) / whole;
      bytes[b + 3] = whole;
    }
  },

  /* A disc with a thin halo: for each pixel its offset, its colour and how much of it is covered. */
  _sprite: function (size, colour, isFaded, factor, width) {
    const key = (Math.round(factor * 20) << 12) | (isFaded ? 2048 : 0) | (size << 8) | colour;
    let sprite = this._sprites.get(key);
    if (sprite) return sprite;
    const inner = GTM_RADIUS[size] * factor, halo = inner + Math.max(0.8, 0.3 * factor), box = Math.ceil(halo + 1);
    const dot = gtmRgb(this.palette[colour % this.palette.length] || "#888888"), ring = gtmRgb(this.halo || "#ffffff");
    const fade = isFaded ? 0.22 : 1, pixels = [];
    for (let dy = -box; dy <= box; dy++) {
      for (let dx = -box; dx <= box; dx++) {
        const far = Math.hypot(dx, dy), whole = gtmCover(far, halo), part = gtmCover(far, inner);
        const strength = Math.max(part, whole * 0.85), alpha = Math.round(255 * strength * fade);
        if (alpha < 4) continue;
        const mix = part / strength, rgb = dot.map((value, c) => Math.round(value * mix + ring[c] * (1 - mix)));
        pixels.push([dx, dy, alpha, ((alpha << 24) | (rgb[2] << 16) | (rgb[1] << 8) | rgb[0]) >>> 0]);
      }
    }
    sprite = {
      box: box,
      dx: Int32Array.from(pixels, (p) => p[0]), dy: Int32Array.from(pixels, (p) => p[1]),
      offset: Int32Array.from(pixels, (p) => p[1] * width + p[0]),
      alpha: Uint8Array.from(pixels, (p) => p[2]), word: Uint32Array.from(pixels, (p) => p[3]),
    };
    this._sprites.set(key, sprite);
    return sprite;
  },

  _grow: function () {
    return Math.max(0.7, Math.min(1.6, 0.45 + this._map.getZoom() / 12));
  },

  _index: function () {
    let left = Infinity, right = -Infinity, top = Infinity, bottom = -Infinity;
    for (let i = 0; i < this.count; i++) {
      if (this.x[i] === GTM_NOWHERE) continue;
      left = Math.min(left, this.x[i]); right = Math.max(right, this.x[i]);
      top = Math.min(top, this.y[i]); bottom = Math.max(bottom, this.y[i]);
    }
    this._left = left; this._top = top;
    this._wide = Math.max((right - left) / GTM_CELLS, 1e-9); this._high = Math.max((bottom - top) / GTM_CELLS, 1e-9);
    const starts = new Uint32Array(GTM_CELLS * GTM_CELLS + 1), cell = (i) => this._row(this.y[i]) * GTM_CELLS + this._column(this.x[i]);
    for (let i = 0; i < this.count; i++) if (this.x[i] !== GTM_NOWHERE) starts[cell(i) + 1]++;
    for (let k = 0; k < GTM_CELLS * GTM_CELLS; k++) starts[k + 1] += starts[k];
    const next = starts.slice(), items = new Uint32Array(starts[GTM_CELLS * GTM_CELLS]);
    for (let i = 0; i < this.count; i++) if (this.x[i] !== GTM_NOWHERE) items[next[cell(i)]++] = i;
    this._starts = starts;
    this._items = items;
  },

  _column: function (x) { return Math.max(0, Math.min(GTM_CELLS - 1, Math.floor((x - this._left) / this._wide))); },
  _row: function (y) { return Math.max(0, Math.min(GTM_CELLS - 1, Math.floor((y - this._top) / this._high))); },
});

function gtmWorld(lat, lon) {
  const a = lat * Math.PI / 180;
  return [(lon + 180) / 360 * 256, (1 - Math.log(Math.tan(a) + 1 / Math.cos(a)) / Math.PI) / 2 * 256];
}

function gtmCover(far, radius) { return Math.max(0, Math.min(1, radius + 0.5 - far)); }

function gtmRgb(hex) { return [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16)); }

/* The numbers of the points inside a ring, by the even-odd rule. */
function gtmInside(xs, ys, count, ring) {
  const left = Math.min(...ring.map((p) => p[0])), right = Math.max(...ring.map((p) => p[0]));
  const top = Math.min(...ring.map((p) => p[1])), bottom = Math.max(...ring.map((p) => p[1])), found = [];
  for (let i = 0; i < count; i++) {
    const x = xs[i], y = ys[i];
    if (x >= left && x <= right && y >= top && y <= bottom && gtmInRing(x, y, ring)) found.push(i);
  }
  return found;
}

function gtmInRing(x, y, ring) {
  let inside = false;
  for (let a = 0, b = ring.length - 1; a < ring.length; b = a++) {
    const [xa, ya] = ring[a], [xb, yb] = ring[b];
    if ((ya > y) !== (yb > y) && x < (xb - xa) * (y - ya) / (yb - ya) + xa) inside = !inside;
  }
  return inside;
}
