/**
 * Maps of the admin, a classic script beside django-leaflet's: a point is set by a click, by dragging its marker or by
 * typing its two numbers; an outline is there to look at.
 */

/* global L */

(() => {
  'use strict';

  const [CLOSE, WIDE] = [16, 12]; // zoom around a point, on a map and on outlines alone
  const DIGITS = 6;
  const AROUND = 0.3; // degrees

  /** @param {HTMLElement} box the element around numbers and map */
  function start(box) {
    if (box.dataset.started || box.closest('.empty-form')) return;
    box.dataset.started = 'yes';
    const view = box.querySelector('.admin-map-view');
    let map = null;
    // Not before the box has a size: what is fitted into nothing shows another place.
    new ResizeObserver(() => {
      if (map) map.invalidateSize({ pan: false });
      else if (view.clientWidth) map = draw(box, view);
    }).observe(view);
  }

  function draw(box, view) {
    L.Icon.Default.imagePath = box.dataset.images;
    const options = { djoptions: JSON.parse(box.dataset.options), globals: false, callback: () => {} };
    const map = L.Map.djangoMap(view, options);
    const tiles = options.djoptions.layers.length > 0;
    if (box.dataset.outline) showOutline(map, JSON.parse(box.dataset.outline));
    else editPoint(map, box, tiles);
    if (!tiles) drawAreas(map);
    return map;
  }

  /** Without tiles the outlines of the areas around are the map. */
  async function drawAreas(map) {
    const { lat, lng } = map.getCenter();
    const answer = await fetch(`/api/v1/areas?bbox=${[lng - AROUND, lat - AROUND, lng + AROUND, lat + AROUND]}`);
    const grey = { interactive: false, weight: 1, color: '#777', fillOpacity: 0.05 };
    const drawn = { ...grey, filter: (feature) => feature.geometry.type !== 'Point' };
    if (answer.ok) L.geoJSON(await answer.json(), drawn).addTo(map).bringToBack();
  }

  function showOutline(map, geometry) {
    map.fitBounds(L.geoJSON(geometry, { interactive: false }).addTo(map).getBounds());
  }

  function editPoint(map, box, tiles) {
    const [lng, lat] = ['lng', 'lat'].map((axis) => box.querySelector(`[data-axis=${axis}]`));
    const marker = L.marker([0, 0], { draggable: true, keyboard: false });

    function typed() {
      const place = [Number.parseFloat(lat.value), Number.parseFloat(lng.value)];
      const known = place.every(Number.isFinite) && Math.abs(place[0]) <= 90 && Math.abs(place[1]) <= 180;
      if (known) marker.setLatLng(place).addTo(map);
      else marker.remove();
      return known;
    }

    function chosen(place) {
      const there = place.wrap();
      lng.value = there.lng.toFixed(DIGITS);
      lat.value = there.lat.toFixed(DIGITS);
      typed();
    }

    if (typed()) map.setView(marker.getLatLng(), tiles ? CLOSE : WIDE);
    map.on('click', (event) => chosen(event.latlng));
    marker.on('dragend', () => chosen(marker.getLatLng()));
    for (const input of [lng, lat]) {
      input.addEventListener('change', () => typed() && map.panTo(marker.getLatLng()));
    }
  }

  const startAll = (root) => root.querySelectorAll('.admin-map').forEach(start);
  document.addEventListener('DOMContentLoaded', () => startAll(document));
  document.addEventListener('formset:added', (event) => startAll(event.target));
})();
