// A free place for somebody who is put on a circle: the middle of the widest gap there, so nobody is covered.
import { turned, within } from "./geometry.js";

// Between the middles of two, in units of radius: less, and their signs touch.
const ROOM = 0.25;
const ALL_ROUND = { start: 0, end: 360 };

// `others` are {radius, angle} of those on the map; `wedge` is the part of life, from start to end in degrees.
export function freeAngle(others, wedge, radius) {
  const width = wedge.end - wedge.start;
  const taken = others.filter(other => other.radius === radius && within(wedge, other.angle))
    .map(other => turned(other.angle - wedge.start)).sort((one, two) => one - two);
  if (!taken.length) return turned(wedge.start + width / 2 + nudge(others, wedge, radius));
  const ends = [0, ...taken, width];
  // Next to the ends stands, as a rule, somebody of the next part of life: those gaps count half.
  const gaps = ends.slice(1).map((end, n) => {
    const room = end - ends[n], outer = n === 0 || n === ends.length - 2;
    return { room: outer ? room / 2 : room, at: ends[n] + room / 2 };
  });
  const widest = gaps.reduce((best, gap) => (gap.room > best.room + 1e-9 ? gap : best));
  return turned(wedge.start + widest.at);
}

// Where somebody waits for their place in the drawing: in their part of life, or where that is full, anywhere on
// the circle; so that of many who are added at once nobody covers another.
export function seatOf(others, wedge, radius) {
  const angle = freeAngle(others, wedge, radius);
  const nearest = Math.min(...others.filter(other => other.radius === radius).map(other => apart(other.angle, angle)));
  return nearest * Math.PI / 180 * radius < ROOM ? freeAngle(others, ALL_ROUND, radius) : angle;
}

// Off the line on which somebody of another circle stands, so that no support runs through them.
function nudge(others, wedge, radius) {
  const middle = wedge.start + (wedge.end - wedge.start) / 2;
  const near = others.some(other => other.radius !== radius && apart(other.angle, middle) < 6);
  return near ? (wedge.end - wedge.start) / 8 : 0;
}

function apart(one, other) { return Math.abs((turned(one - other) + 180) % 360 - 180); }
