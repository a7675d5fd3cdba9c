// The picture of docs/performance.md: how cost grows with the number of machines, as SVG made by hand. Pure.
const width = 760;
const panelHeight = 190;
const left = 70;
const right = 20;
const top = 34;
const bottom = 34;

const panels = [
  {of: 'converge', title: 'from the manifests to Running, ms a machine', colour: '#1f5fa8', log: true},
  {
    of: 'resync',
    title: 'a pass with nothing to do, us of processor time a machine',
    colour: '#a8471f',
    log: true,
  },
  {of: 'rss', title: 'resident memory of the daemon, MB', colour: '#2d7d46', log: false},
];

/** `points`: [{count, converge, resync, rss}] by count. */
export const growthChart = points => {
  const counts = points.map(({count}) => count);
  const x = place(logScale(Math.min(...counts), Math.max(...counts)), left, width - right);
  const drawn = panels.map((panel, index) => drawPanel(panel, points, x, index * panelHeight));
  const height = panels.length * panelHeight + 24;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12">
<rect width="${width}" height="${height}" fill="white"/>
${drawn.join('\n')}
<text x="${(left + width - right) / 2}" y="${height - 6}" text-anchor="middle">machines (simulated)</text>
</svg>
`;
};

const drawPanel = ({of, title, colour, log}, points, x, offset) => {
  const values = points.map(point => point[of]);
  const bounds = log ? decades(values) : [0, niceAbove(Math.max(...values))];
  const scale = log ? logScale(...bounds) : linearScale(...bounds);
  const y = place(scale, offset + panelHeight - bottom, offset + top);
  const ticks = log ? powers(...bounds) : [0, bounds[1] / 2, bounds[1]];
  const line = points.map(point => `${fixed(x(point.count))},${fixed(y(point[of]))}`).join(' ');
  return [
    `<text x="${left}" y="${offset + 20}" font-weight="bold" fill="${colour}">${title}</text>`,
    ...ticks.flatMap(tick => [
      `<line x1="${left}" x2="${width - right}" y1="${fixed(y(tick))}" y2="${fixed(y(tick))}" stroke="#ddd"/>`,
      `<text x="${left - 8}" y="${fixed(y(tick) + 4)}" text-anchor="end">${tick}</text>`,
    ]),
    `<polyline points="${line}" fill="none" stroke="${colour}" stroke-width="2"/>`,
    ...points.flatMap(point => [
      `<circle cx="${fixed(x(point.count))}" cy="${fixed(y(point[of]))}" r="3" fill="${colour}"/>`,
      `<text x="${fixed(x(point.count))}" y="${fixed(y(point[of]) - 8)}" text-anchor="middle" fill="${colour}">${shown(point[of])}</text>`,
      `<text x="${fixed(x(point.count))}" y="${offset + panelHeight - bottom + 16}" text-anchor="middle">${point.count}</text>`,
    ]),
  ].join('\n');
};

const place = (scale, from, to) => value => from + scale(value) * (to - from);
const linearScale = (low, high) => value => (value - low) / (high - low);
const logScale = (low, high) => {
  const linear = linearScale(Math.log10(low), Math.log10(high));
  return value => (low === high ? 0.5 : linear(Math.log10(value)));
};

/** The powers of ten around the values, at least one decade. */
const decades = values => {
  const low = Math.floor(Math.log10(Math.min(...values)));
  return [10 ** low, 10 ** Math.max(low + 1, Math.ceil(Math.log10(Math.max(...values))))];
};

const powers = (low, high) => {
  const count = Math.round(Math.log10(high / low));
  return Array.from({length: count + 1}, (_, index) => Number((low * 10 ** index).toPrecision(1)));
};

const niceAbove = value => {
  const step = 10 ** Math.floor(Math.log10(value));
  return Math.ceil(value / step) * step;
};

const fixed = value => value.toFixed(1);
const shown = value => (value >= 10 ? value.toFixed(0) : value.toPrecision(2));
