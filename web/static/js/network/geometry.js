// Where things stand on the map: pixels of the drawing to circle and angle, and back. All of it pure.

export const NOT_PLACED = 3.5;

export class Geometry {
  // `layout` is that of the figure: a square of `side` pixels within margins, over -reach to reach both ways.
  constructor(layout) {
    const { reach, margin, side, wedges } = layout.meta;
    Object.assign(this, { margin, wedges, size: layout.width, unit: side / (2 * reach), middle: margin + side / 2 });
  }

  pixels({ radius, angle }) {
    const turn = angle * Math.PI / 180;
    return { x: this.middle + radius * Math.cos(turn) * this.unit, y: this.middle - radius * Math.sin(turn) * this.unit };
  }

  polar({ x, y }) {
    const across = (x - this.middle) / this.unit, up = (this.middle - y) / this.unit;
    return { radius: Math.hypot(across, up), angle: turned(Math.atan2(up, across) * 180 / Math.PI) };
  }

  // The place that a drop means: a circle, or none beyond the last; the angle stays as it was dropped.
  placeAt(point) {
    const { radius, angle } = this.polar(point);
    return { circle: circleOf(radius), angle, sector: this.sectorAt(angle) };
  }

  sectorAt(angle) {
    return this.wedges.find(wedge => within(wedge, angle))?.sector ?? null;
  }

  wedgeOf(sector) {
    return this.wedges.find(wedge => wedge.sector === sector) ?? { start: 0, end: 360 };
  }
}

export function circleOf(radius) {
  return radius < 1.5 ? 1 : radius < 2.5 ? 2 : radius < 3.25 ? 3 : null;
}

export function radiusOf(contact) {
  return contact.circle ?? NOT_PLACED;
}

export function turned(angle) {
  return Math.round(((angle % 360) + 360) % 360 * 1000) / 1000 % 360;
}

export function within(wedge, angle) {
  return turned(angle - wedge.start) <= wedge.end - wedge.start;
}
