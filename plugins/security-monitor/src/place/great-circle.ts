/** A point on the earth, in degrees. */
export interface Coordinates {
  readonly latitude: number;
  readonly longitude: number;
}

/** Mean radius of the earth in kilometres (IUGG). */
const EARTH_KM = 6_371.009;
const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** Kilometres along the great circle, by the haversine formula, which stays exact for near points. */
export function greatCircleKm(from: Coordinates, to: Coordinates): number {
  const half = (left: number, right: number): number => Math.sin(radians(right - left) / 2) ** 2;
  const square =
    half(from.latitude, to.latitude) +
    Math.cos(radians(from.latitude)) * Math.cos(radians(to.latitude)) * half(from.longitude, to.longitude);
  return 2 * EARTH_KM * Math.asin(Math.min(1, Math.sqrt(square)));
}
