/**
 * Maps of the admin, a classic script beside django-leaflet's: a point is set by a click, by dragging its marker or by
 * typing its two numbers; an outline is there to look at.
 */

/* global L */

(() => {
  'use strict';

  const CLOSE = 16;
  const DIGITS = 6;

  /** @param {HTMLElement} box the element around numbers and map */
  function start(box) {
    if (box.dataset.started || box.closest('.empty-form')) return;
    box.dataset.started = 'yes';
    L.Icon.Default.imagePath = box.dataset.images;
    const view = box.querySelector('.admin-map-view');
    const options = { djoptions: JSON.parse(box.dataset.options), globals: false, callback: () => {} };
    const map = L.Map.djangoMap(view, options);
    new ResizeObserver(() => map.invalidateSize({ pan: false })).observe(view);
    if (!options.djoptions.layers.length) drawAreas(map);
    if (box.dataset.outline) showOutline(map, JSON.parse(box.dataset.outline));
    else editPoint(map, box);
  }

  /** Without tiles the outlines of the areas in sight at first are the map. */
  async function drawAreas(map) {
    const answer = await fetch(`/api/v1/areas?bbox=${map.getBounds().toBBoxString()}`);
    const grey = { interactive: false, weight: 1, color: '#777', fillOpacity: 0.05 };
    const drawn = { ...grey, filter: (feature) => feature.geometry.type !== 'Point' };
    if (answer.ok) L.geoJSON(await answer.json(), drawn).addTo(map).bringToBack();
  }

  function showOutline(map, geometry) {
    map.fitBounds(L.geoJSON(geometry, { interactive: false }).addTo(map).getBounds());
  }

  function editPoint(map, box) {
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

    if (typed()) map.setView(marker.getLatLng(), CLOSE);
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
