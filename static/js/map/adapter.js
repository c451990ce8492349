/**
 * The only module that knows Leaflet: the global `L`, and the plug-ins' `L.markerClusterGroup` and `protomapsL`.
 * Everything else speaks of ids, degrees, pixels and elements.
 */

/* global L, protomapsL */

const FAN_LIMIT = 8;
const STILL = () => matchMedia('(prefers-reduced-motion: reduce)').matches;

/**
 * @typedef {Object} MapOptions
 * @property {[number, number, number, number]} extent west, south, east, north in degrees, shown at first
 * @property {number} snap zoom levels are multiples of it; 1 keeps raster tiles sharp
 * @property {boolean} rtl controls then stand on the left
 * @property {(item: any) => Drawing} drawMarker
 * @property {(count: number, items: any[], place: {lat: number, lng: number}) => Drawing} drawCluster
 * @property {(id: string) => void} onChoose
 * @property {(ids: string[]) => void} onPile a cluster at one address, too large to fan out
 * @property {(view: View, byUser: boolean) => void} onView the view has come to rest
 * @property {(place: {lat: number, lng: number}) => void} [onTap] a tap on the map itself
 * @property {() => void} onDrawn markers in sight may have changed; called in the same task, once
 * @property {() => void} onSettled the same, once before the next frame
 */

/** @typedef {{element: HTMLElement, size: [number, number], anchor: [number, number]}} Drawing in pixels */
/** @typedef {{lat: number, lng: number, zoom: number, bbox: [number, number, number, number]}} View */

/**
 * @param {HTMLElement} container
 * @param {MapOptions} options
 */
export function createMap(container, options) {
  const still = STILL();
  const Drawn = drawnIcon();
  flatMarkers();
  const map = L.map(container, {
    zoomControl: false, attributionControl: false, zoomAnimation: !still, fadeAnimation: false, markerZoomAnimation: !still,
    inertia: !still, minZoom: 6, maxZoom: 19, worldCopyJump: true, zoomSnap: options.snap,
  });
  const group = L.markerClusterGroup({
    animate: false, maxClusterRadius: 46, showCoverageOnHover: false, zoomToBoundsOnClick: false, spiderfyOnMaxZoom: false,
    spiderfyDistanceMultiplier: 1.7, spiderLegPolylineOptions: { className: 'fan-line' },
    iconCreateFunction: (cluster) => new Drawn(() => drawnCluster(cluster)),
  });
  /** @type {Map<string, {marker: any, item: any}>} */
  const markers = new Map();
  const outline = addPane('outlines', 350);
  const names = addPane('names', 360);
  const circles = addPane('circles', 370);
  const above = addPane('above', 620); // over markers and clusters, which would hide the own position
  const cells = L.layerGroup().addTo(map);
  const here = L.layerGroup().addTo(map);
  let byProgram = false;

  map.fitBounds(corners(options.extent), { animate: false });
  group.addTo(map);
  map.on('moveend', () => {
    const byUser = !byProgram;
    byProgram = false;
    options.onView(view(), byUser);
    drawn();
  });
  if (options.onTap) map.on('click', (event) => options.onTap(event.latlng));
  group.on('clusterclick', (event) => open(event.layer));
  group.on('spiderfied unspiderfied', () => drawn());
  new ResizeObserver(() => quietly(() => map.invalidateSize({ pan: false }))).observe(container);

  function addPane(name, level) {
    const pane = map.createPane(name);
    pane.style.zIndex = String(level);
    pane.style.pointerEvents = 'none';
    return name;
  }

  /** Runs a move that must not count as the visitor's. */
  function quietly(move) {
    byProgram = true;
    move();
    if (!map._animatingZoom && !map._panAnim?._inProgress) byProgram = false;
  }

  function view() {
    const [centre, bounds] = [map.getCenter(), map.getBounds()];
    return {
      lat: centre.lat, lng: centre.lng, zoom: map.getZoom(),
      bbox: [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()],
    };
  }

  let waiting = 0;
  let told = true;
  function drawn() {
    if (told) queueMicrotask(tell);
    told = false;
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(options.onSettled);
  }

  function tell() {
    told = true;
    options.onDrawn();
  }

  function drawnCluster(cluster) {
    return options.drawCluster(cluster.getChildCount(), cluster.getAllChildMarkers().map((marker) => marker.item), cluster.getLatLng());
  }

  /** A cluster opens by zooming in, or as a fan, or as a list where too many share one address. */
  function open(cluster) {
    const within = cluster.getAllChildMarkers();
    const place = within[0].getLatLng();
    const together = within.every((marker) => marker.getLatLng().equals(place, 1e-5));
    if (!together && map.getZoom() < map.getMaxZoom()) {
      const hadFocus = document.activeElement === cluster.getElement();
      map.once('moveend', () => hadFocus && requestAnimationFrame(() => focus(within)));
      map.fitBounds(cluster.getBounds(), { padding: [50, 50], animate: !STILL() });
    } else if (within.length <= FAN_LIMIT) {
      cluster.spiderfy();
      focus(within);
    } else options.onPile(within.map((marker) => marker.item.id));
  }

  function focus(within) {
    (group.getVisibleParent(within[0]) ?? within[0]).getElement()?.focus();
  }

  function pin(item) {
    const marker = L.marker([item.lat, item.lng], { icon: new Drawn(() => options.drawMarker(item)), riseOnHover: true });
    marker.item = item;
    marker.on('click', () => options.onChoose(item.id));
    return marker;
  }

  /** Shows exactly these markers; those that stay as they are keep their element. */
  function setMarkers(items) {
    const wanted = new Map(items.map((item) => [item.id, item]));
    const [gone, fresh] = [[], []];
    for (const [id, { marker, item }] of markers) {
      if (wanted.get(id) === item) continue;
      gone.push(marker);
      markers.delete(id);
    }
    for (const [id, item] of wanted) {
      if (markers.has(id)) continue;
      const marker = pin(item);
      markers.set(id, { marker, item });
      fresh.push(marker);
    }
    if (gone.length > markers.size) {
      group.clearLayers();
      group.addLayers([...markers.values()].map(({ marker }) => marker));
    } else {
      if (gone.length) group.removeLayers(gone);
      if (fresh.length) group.addLayers(fresh);
    }
    if (gone.length || fresh.length) drawn();
  }

  /** The element that stands for a marker now: its own, or that of the cluster that holds it; null out of sight. */
  function elementOf(id) {
    const known = markers.get(id);
    return known ? group.getVisibleParent(known.marker)?.getElement() ?? null : null;
  }

  /** Brings a marker in front and into the part of the map that nothing covers. */
  function bring(id, covered = 0) {
    const known = markers.get(id);
    if (!known) return;
    known.marker.setZIndexOffset(10000);
    const margins = { paddingTopLeft: [130, 120], paddingBottomRight: [130, 60 + covered] };
    quietly(() => map.panInside(known.marker.getLatLng(), { ...margins, animate: !STILL(), duration: 0.3 }));
  }

  return {
    setMarkers, elementOf, bring, view,
    refresh() {
      group.refreshClusters();
      drawn();
    },
    release: (id) => markers.get(id)?.marker.setZIndexOffset(0),
    elements: () => [...map.getPane('markerPane').querySelectorAll('.marker, .cluster')],
    goTo: ({ lat, lng, zoom }) => quietly(() => map.setView([lat, lng], zoom, { animate: false })),
    /** Shows a box whole, with room for markers and for what lies above the map. */
    fit(box, padding = 40) {
      const margins = { paddingTopLeft: [padding, padding && padding + 70], paddingBottomRight: [padding, padding] };
      quietly(() => map.fitBounds(corners(box), { ...margins, maxZoom: 15, animate: false }));
    },
    zoom: (step) => map.setZoom(map.getZoom() + step),
    sees: (lat, lng) => map.getBounds().contains([lat, lng]),
    pixel: (lat, lng) => map.latLngToContainerPoint([lat, lng]),
    size: () => map.getSize(),

    /** Numbers per cell of the server, instead of single markers. */
    setCells(list) {
      cells.clearLayers();
      for (const cell of list) {
        const disc = L.marker([cell.lat, cell.lng], { icon: new Drawn(() => options.drawCluster(cell.count, [], cell)) });
        disc.on('click', () => map.setView([cell.lat, cell.lng], map.getZoom() + 2));
        cells.addLayer(disc);
      }
      drawn();
    },

    /** The visitor's position and, with a radius in metres, the circle around it; without a position neither. */
    setHere(position, radius) {
      here.clearLayers();
      if (!position) return;
      const fixed = { interactive: false };
      if (radius) here.addLayer(L.circle(position, { ...fixed, pane: circles, radius, className: 'near-radius' }));
      // A ring leaves the number of a cluster below it readable.
      for (const part of ['here-rim', 'here']) here.addLayer(L.circleMarker(position, { ...fixed, pane: above, radius: 15, className: part }));
    },

    /** One outline (GeoJSON geometry) below all markers. */
    addOutline: (geometry, className) =>
      L.geoJSON(geometry, { pane: outline, interactive: false, style: { className, fill: true, pane: outline } }).addTo(map),

    /** An element of that size in pixels whose middle is fixed to a place, for reading only. */
    addName: (lat, lng, element, size) =>
      L.marker([lat, lng], { pane: names, interactive: false, keyboard: false, icon: new Drawn(() => ({ element, size, anchor: [size[0] / 2, size[1] / 2] })) }).addTo(map),

    /** Raster tiles of our own server. `onFail` once three failed and none came; `onLoad` with the first that came. */
    addTiles(url, { onFail, onLoad }) {
      let [failed, came] = [0, false];
      const layer = L.tileLayer(url, { maxNativeZoom: 19, maxZoom: 19, className: 'calm-tiles' });
      layer.on('tileload', () => { if (!came) { came = true; onLoad(); } });
      layer.on('tileerror', () => { failed += 1; if (!came && failed === 3) onFail(); });
      return layer.addTo(map);
    },

    /** Vector tiles from one PMTiles file of our own server. */
    addVector: (url, look) => protomapsL.leafletLayer({ url, ...look, noWrap: true }).addTo(map),

    /** Puts an element into a corner at the end side. */
    addControl(element, edge) {
      const control = new L.Control({ position: `${edge}${options.rtl ? 'left' : 'right'}` });
      control.onAdd = () => {
        L.DomEvent.disableClickPropagation(element);
        return element;
      };
      control.addTo(map);
    },
  };
}

/** A marker is moved within the layer of its pane: as layers of their own, hundreds of them weigh on every frame. */
function flatMarkers() {
  L.Marker.include({
    _setPos(place) {
      this._icon._leaflet_pos = place;
      this._icon.style.transform = `translate(${place.x}px, ${place.y}px)`;
      this._zIndex = place.y + this.options.zIndexOffset;
      this._resetZIndex();
    },
  });
}

/** The class of icons that are any element of ours, made when the marker comes into sight. */
function drawnIcon() {
  return L.Icon.extend({
    initialize(draw) { this.draw = draw; },
    createIcon() {
      const { element, size, anchor } = this.draw();
      this.options = { iconSize: size, iconAnchor: anchor, className: element.className };
      this._setIconStyles(element, 'icon');
      return element;
    },
    createShadow: () => null,
  });
}

function corners([west, south, east, north]) {
  return [[south, west], [north, east]];
}
