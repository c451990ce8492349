/** Metres on the ellipsoid, against values of GeographicLib (Karney), which PostGIS uses. */

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { metresBetween } from '../../static/js/core/distance.js';

// latitude, longitude, latitude, longitude, metres
const GEODESICS = [
  [49.590662, 7.357643, 49.552882, 7.360813, 4208.173012],
  [48.785912, 11.646899, 49.098715, 11.227736, 46399.96331],
  [52.111308, 9.351578, 52.101096, 9.341292, 1337.090119],
  [51.59539, 10.726769, 51.960546, 10.389277, 46831.704875],
  [54.003822, 8.823728, 54.018597, 8.836236, 1837.633266],
  [49.276764, 9.472123, 49.223749, 9.46787, 5904.166046],
  [51.395519, 13.950454, 51.677409, 13.778851, 33546.749451],
  [49.101973, 6.036842, 49.101393, 6.037137, 68.004816],
  [50.139031, 9.590809, 50.139041, 9.590776, 2.608207],
  [53.994659, 11.526621, 53.994625, 11.5266, 4.027195],
  [53.630843, 7.452947, 53.630855, 7.452948, 1.337215],
  [53.175503, 10.793332, 53.096972, 10.665643, 12223.318099],
  [47.223497, 8.514767, 47.223605, 8.515025, 22.934591],
  [54.202467, 13.56392, 54.203948, 13.566822, 251.071813],
  [54.773258, 9.562546, 54.774839, 9.563342, 183.299157],
  [51.38928, 7.178855, 51.389292, 7.178858, 1.351302],
  [49.074918, 9.771113, 49.074963, 9.771097, 5.139221],
  [48.464863, 6.035392, 48.269069, 6.019553, 21803.402007],
  [53.178089, 10.569426, 53.185361, 10.580964, 1118.025234],
  [54.012284, 14.479625, 54.012318, 14.479877, 16.948135],
  [48.65, 9.2, -33.9, 151.2, 16486656.206982],
  [48.65, 9.2, -33.9, 151.2, 16486656.206982],
];

test('distances agree with the exact geodesic within a millimetre', () => {
  for (const [lat1, lng1, lat2, lng2, metres] of GEODESICS) {
    assert.ok(Math.abs(metresBetween(lat1, lng1, lat2, lng2) - metres) < 0.001, `${lat1},${lng1} to ${lat2},${lng2}`);
  }
});

test('the way back is as long', () => {
  for (const [lat1, lng1, lat2, lng2] of GEODESICS) {
    const difference = metresBetween(lat1, lng1, lat2, lng2) - metresBetween(lat2, lng2, lat1, lng1);
    assert.ok(Math.abs(difference) < 1e-6);
  }
});

test('a point is no metre from itself', () => {
  assert.equal(metresBetween(48.66, 9.22, 48.66, 9.22), 0);
});

test('nearly opposite points of the earth have a distance too', () => {
  const metres = metresBetween(10, 0, -10, 179.9);
  assert.ok(metres > 19_900_000 && metres < 20_010_000);
});
