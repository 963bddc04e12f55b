
'use strict';
/* The page: a list of stories that is drawn only where it is seen, filters, charts, a story, two articles side by side.
 * Every title, name and text comes from outside and goes into the page as a text node, inside an isolation of its
 * direction; addresses become links only when they are http or https. Details and texts are decoded when asked for. */
(async () => {
const byId = id => document.getElementById(id);
/* Ascii85 with "v" for "<", of something deflated. */
async function unpack(text) {
  const n = text.length, bytes = new Uint8Array(Math.ceil(n / 5) * 4);
  for (let i = 0, at = 0; i < n; i += 5, at += 4) {
    let number = 0;
    for (let k = i; k < i + 5; k++) {
      const letter = k < n ? text.charCodeAt(k) : 117;
      number = number * 85 + (letter === 118 ? 27 : letter - 33);
    }
    bytes[at] = number >>> 24;
    bytes[at + 1] = number >>> 16;
    bytes[at + 2] = number >>> 8;
    bytes[at + 3] = number;
  }
  const packed = bytes.subarray(0, Math.floor(n / 5) * 4 + Math.max(0, n % 5 - 1));
  return JSON.parse(await new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate-raw'))).text());
}
const data = await unpack(byId('index').textContent), parts = JSON.parse(byId('parts').textContent);
const nArticles = data.title.length, nStories = data.size.length;
const ROW = 92, KINDS = ['word', 'meaning', 'name', 'number', 'date', 'wording'];
const HUES = ['#3f6fa8', '#b8562f', '#4d8a5b', '#8a5fa3', '#b08a2a', '#2f8c93', '#b4517a', '#6b7a3a', '#7a6a5c', '#5468c0',
              '#a0483f', '#3d7f6f', '#94708a', '#6f8f3a', '#4f7f9f', '#a87b4f'];

/* ---- What the stories are ---- */

const starts = new Uint32Array(nStories + 1), storyOf = new Uint32Array(nArticles);
const firstTime = new Float64Array(nStories).fill(NaN), lastTime = new Float64Array(nStories).fill(NaN);
const spoken = new Array(nStories); /* of each story [language, count], most first */
const storyOfEvent = new Map();
for (let s = 0; s < nStories; s++) {
  const counts = new Map();
  starts[s + 1] = starts[s] + data.size[s];
  storyOfEvent.set(data.event[s], s);
  for (let i = starts[s]; i < starts[s + 1]; i++) {
    const t = data.time[i], l = data.language[i];
    storyOf[i] = s;
    counts.set(l, (counts.get(l) || 0) + 1);
    if (t === null) continue;
    if (!(firstTime[s] <= t)) firstTime[s] = t;
    if (!(lastTime[s] >= t)) lastTime[s] = t;
  }
  spoken[s] = [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
}
const headOf = s => starts[s] + data.head[s];
const languageTotals = new Map();
for (const l of data.language) languageTotals.set(l, (languageTotals.get(l) || 0) + 1);
const isOther = l => data.languages[l] === 'und';
const languagesBySize = [...languageTotals.keys()].sort((a, b) => isOther(a) - isOther(b) || languageTotals.get(b) - languageTotals.get(a) || a - b);
const hueOf = new Map(languagesBySize.filter(l => !isOther(l)).map((l, i) => [l, HUES[i]]));
const names = (() => {
  try { return new Intl.DisplayNames(['en'], {type: 'language'}); } catch { return null; }
})();
const codeOf = l => isOther(l) ? 'other' : data.languages[l];
function nameOf(l) {
  const code = data.languages[l];
  if (isOther(l)) return 'Other languages';
  try { return names.of(code); } catch { return code; }
}

/* ---- Small tools ---- */

function make(tag, attributes, ...children) {
  const svg = tag.startsWith('svg:');
  const node = svg ? document.createElementNS('http://www.w3.org/2000/svg', tag.slice(4)) : document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else if (name.startsWith('--')) node.style.setProperty(name, value);
    else node.setAttribute(name, value === true ? '' : value);
  }
  node.append(...children.filter(c => c !== null && c !== undefined && c !== false));
  return node;
}
/* Text from outside. */
function say(text, language) {
  const code = language === undefined ? null : data.languages[language];
  return make('bdi', {dir: 'auto', lang: code && code !== 'und' ? code : null}, text);
}
const dot = l => make('i', {class: 'dot', '--hue': hueOf.get(l), 'aria-hidden': 'true'});
const languageTag = l => make('span', {class: 'lang', title: nameOf(l)}, dot(l), codeOf(l));
const sourceOf = i => data.sources[data.source[i]] || 'unnamed source';
const plural = (n, one, many) => `${n.toLocaleString('en')} ${n === 1 ? one : many || one + 's'}`;
const pad = n => String(n).padStart(2, '0');
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
function day(t, year) {
  const d = new Date(t * 1000);
  return `${d.getUTCDate()} ${MONTHS[d.getUTCMonth()]}${year ? ' ' + d.getUTCFullYear() : ''}`;
}
function clock(t) {
  const d = new Date(t * 1000);
  return `${pad(d.getUTCHours())}:${pad(d.getUTCMinutes())}`;
}
let manyYears = false;
const moment = t => t === null || Number.isNaN(t) ? 'no date' : `${day(t, manyYears)}, ${clock(t)}`;
function lasting(seconds) {
  if (seconds < 5400) return plural(Math.round(seconds / 60), 'minute');
  if (seconds < 172800) return plural(Math.round(seconds / 3600), 'hour');
  return plural(Math.round(seconds / 86400), 'day');
}
function linkTo(url) {
  try {
    const parsed = new URL(url);
    return parsed.protocol === 'https:' || parsed.protocol === 'http:' ? parsed.href : null;
  } catch { return null; }
}
const announce = text => { byId('announce').textContent = text; };

/* ---- Chunks ---- */

const decoded = new Map();
const whole = new Promise(done => {
  if (document.readyState !== 'loading') done();
  else document.addEventListener('DOMContentLoaded', () => done(), {once: true});
});
/* A chunk whose text is still arriving is there already; what follows each, a line end, is not. */
async function decode(id) {
  if (!byId(id)?.nextSibling) await whole;
  return unpack(byId(id).textContent);
}
let incomplete = false;
/* The item of article i, or null when it was left out or the file ends before it. */
async function item(letter, list, i) {
  if (i >= list[list.length - 1]) return null;
  let low = 0, high = list.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (list[middle] <= i) low = middle; else high = middle;
  }
  const id = letter + list[low];
  if (!decoded.has(id)) {
    if (decoded.size > 40) decoded.delete(decoded.keys().next().value);
    decoded.set(id, decode(id));
  }
  try {
    return (await decoded.get(id))[i - list[low]];
  } catch {
    incomplete = true;
    return null;
  }
}
const damage = () => incomplete ? make('p', {class: 'note'}, 'The file of this page is cut off or damaged; copy it again, or make it anew.') : null;
const detail = i => item('d', parts.details, i);
const textOf = i => item('t', parts.texts, i);

/* ---- Filters ---- */

const filter = {words: [], languages: new Set(), how: 'any', source: '', charted: null, from: NaN, to: NaN, least: 2, most: Infinity};
let hay = null, usualLeast = '2', shown = [], sortKey = 'size', charting = 0;
const orders = {};
function orderBy(key) {
  if (orders[key]) return orders[key];
  const list = Uint32Array.from({length: nStories}, (_, s) => s);
  const late = v => Number.isNaN(v) ? Infinity : v;
  if (key === 'last') list.sort((a, b) => late(-lastTime[a]) - late(-lastTime[b]) || a - b);
  if (key === 'first') list.sort((a, b) => late(firstTime[a]) - late(firstTime[b]) || a - b);
  if (key === 'languages') list.sort((a, b) => spoken[b].length - spoken[a].length || a - b);
  return orders[key] = list;
}
/* Spellings of one word: letters with and without their marks apart, stress, hyphens that are not seen, apostrophes. */
const fold = text => text.normalize('NFC').toLowerCase().replaceAll('ё', 'е').replace(/[\u0301\u00AD]/g, '').replace(/[’‘ʼ`´]/g, "'");
function prepareSearch() {
  if (hay) return;
  const folded = data.sources.map(fold);
  hay = data.title.map((title, i) => fold(title) + '\n' + folded[data.source[i]]);
}
/* The one that was chosen in the chart; of what was typed all that are spelt so, or else all that contain it. */
function chosenSources() {
  if (!filter.source) return null;
  if (filter.charted !== null) return new Set([filter.charted]);
  const wanted = fold(filter.source), folded = data.sources.map(fold), every = [...folded.keys()];
  const whole = every.filter(i => folded[i] === wanted);
  return new Set(whole.length ? whole : every.filter(i => folded[i].includes(wanted)));
}
function select() {
  const {words, languages, how, from, to, least, most} = filter, sources = chosenSources();
  if (words.length) prepareSearch();
  const timed = !Number.isNaN(from) || !Number.isNaN(to), any = how === 'any' && languages.size > 0;
  const perArticle = timed || any || sources !== null || words.length > 0;
  function fits(i) {
    if (any && !languages.has(data.language[i])) return false;
    if (sources !== null && !sources.has(data.source[i])) return false;
    const t = data.time[i];
    if (timed && (t === null || t < from || t >= to)) return false;
    for (const word of words) if (!hay[i].includes(word)) return false;
    return true;
  }
  const out = [];
  for (const s of orderBy(sortKey)) {
    const n = data.size[s];
    if (n < least || n > most) continue;
    if (how !== 'any' && languages.size > 0) {
      let found = 0;
      for (const [l] of spoken[s]) found += languages.has(l);
      if (found < (how === 'all' ? languages.size : spoken[s].length)) continue;
    }
    if (perArticle) {
      let i = starts[s];
      while (i < starts[s + 1] && !fits(i)) i++;
      if (i === starts[s + 1]) continue;
    }
    out.push(s);
  }
  return out;
}
const stamp = text => text ? Date.parse(text + 'Z') / 1000 : NaN;
const unstamp = t => Number.isNaN(t) ? '' : new Date(t * 1000).toISOString().slice(0, 16);
function readFields() {
  filter.words = fold(byId('query').value).split(/\s+/).filter(Boolean);
  filter.source = byId('source').value.trim();
  filter.from = stamp(byId('from').value);
  filter.to = stamp(byId('to').value) + 60;
  filter.least = Math.max(1, Number(byId('least').value) || 1);
  filter.most = Number(byId('most').value) || Infinity;
  filter.how = byId('how').value;
  sortKey = byId('sort').value;
}
function apply() {
  readFields();
  shown = select();
  let articles = 0;
  for (const s of shown) articles += data.size[s];
  const extra = [filter.source, byId('from').value, byId('to').value, byId('most').value, filter.least !== Number(usualLeast)].filter(Boolean).length;
  byId('more-count').textContent = extra ? `(${extra} set)` : '';
  byId('count').textContent = shown.length ? `${plural(shown.length, 'story', 'stories')}, ${plural(articles, 'report')}`
                                           : 'No story fits these filters.';
  byId('clear').hidden = !(extra || filter.words.length || filter.languages.size);
  for (const chip of byId('languages').children)
    chip.setAttribute('aria-pressed', String(filter.languages.has(Number(chip.dataset.language))));
  scroller.scrollTop = 0;
  focusRow = 0;
  drawList(true);
  /* The list answers at once, the charts when typing pauses. */
  clearTimeout(charting);
  if (route.view === 'overview' || route.view === 'list') charting = setTimeout(() => { if (route.story === undefined) drawOverview(); }, 120);
}
function clearFilters() {
  for (const id of ['query', 'source', 'from', 'to', 'most']) byId(id).value = '';
  byId('least').value = usualLeast;
  byId('how').value = 'any';
  filter.charted = null;
  filter.languages.clear();
  apply();
}
function chooseLanguages(list, how) {
  filter.languages = new Set(list);
  byId('how').value = how;
  apply();
  announce(byId('count').textContent);
}
function chooseSource(source) {
  byId('source').value = data.sources[source];
  filter.charted = source;
  byId('more').open = true;
  apply();
  announce(byId('count').textContent);
}
function chooseTime(from, to) {
  byId('from').value = unstamp(from);
  byId('to').value = unstamp(to - 60);
  byId('more').open = true;
  apply();
  announce(byId('count').textContent);
}

/* ---- The list: only the rows that are seen ---- */

const scroller = byId('scroller'), rows = byId('rows'), drawn = new Map();
let focusRow = 0, route = {view: 'overview'};
function shareBar(s) {
  const bar = make('span', {class: 'share', 'aria-hidden': 'true'});
  for (const [l, n] of spoken[s].slice(0, 8)) {
    const part = make('i', {'--hue': hueOf.get(l)});
    part.style.flexGrow = n;
    bar.append(part);
  }
  return bar;
}
function period(s) {
  const a = firstTime[s], b = lastTime[s];
  if (Number.isNaN(a)) return '';
  const [from, to] = [a, b].map(t => new Date(t * 1000)), last = day(b, manyYears), oneYear = from.getUTCFullYear() === to.getUTCFullYear();
  if (day(a, true) !== day(b, true)) return oneYear && from.getUTCMonth() === to.getUTCMonth() ? `${from.getUTCDate()}–${last}` : `${day(a, !oneYear)} – ${last}`;
  return a === b ? `${last} ${clock(a)}` : `${last} ${clock(a)}–${clock(b)}`;
}
function makeRow(at) {
  const s = shown[at], head = headOf(s), count = spoken[s].length;
  const codes = spoken[s].slice(0, 4).map(([l]) => codeOf(l)).join(' · ') + (count > 4 ? ` +${count - 4}` : '');
  const link = make('a', {href: `#/story/${data.event[s]}`, tabindex: at === focusRow ? '0' : '-1',
                          'aria-current': route.story === s ? 'true' : null},
    make('span', {class: data.size[s] > 999 ? 'size many' : 'size'}, String(data.size[s]), make('span', {class: 'hidden'}, data.size[s] === 1 ? ' report: ' : ' reports: ')),
    make('span', {}, make('span', {class: 'title'}, say(data.title[head], data.language[head])),
      make('span', {class: 'meta'}, shareBar(s), make('span', {}, codes), make('span', {class: 'when num'}, period(s)))));
  const row = make('li', {class: 'row', 'aria-setsize': shown.length, 'aria-posinset': at + 1}, link);
  row.style.top = at * ROW + 'px';
  return row;
}
function drawList(anew) {
  if (anew) {
    drawn.clear();
    rows.replaceChildren();
    rows.style.height = shown.length * ROW + 'px';
    if (shown.length === 0) rows.append(make('li', {class: 'empty'}, 'Nothing here. Try fewer filters.'));
  }
  const height = scroller.clientHeight || 800;
  const from = Math.max(0, Math.floor(scroller.scrollTop / ROW) - 3);
  const to = Math.min(shown.length, Math.ceil((scroller.scrollTop + height) / ROW) + 3);
  for (const [at, row] of drawn) {
    if ((at >= from && at < to) || row.contains(document.activeElement)) continue;
    row.remove();
    drawn.delete(at);
  }
  for (let at = from; at < to; at++) {
    if (drawn.has(at)) continue;
    const row = makeRow(at);
    let after = null;
    for (let k = at + 1; k < to && !after; k++) after = drawn.get(k) || null;
    rows.insertBefore(row, after);
    drawn.set(at, row);
  }
  const tabbable = drawn.has(focusRow) ? focusRow : from;
  for (const [at, row] of drawn) row.firstChild.tabIndex = at === tabbable ? 0 : -1;
}
function showRow(at, focus) {
  if (shown.length === 0) return;
  focusRow = Math.min(Math.max(at, 0), shown.length - 1);
  const top = focusRow * ROW;
  if (top < scroller.scrollTop) scroller.scrollTop = top;
  if (top + ROW > scroller.scrollTop + scroller.clientHeight) scroller.scrollTop = top + ROW - scroller.clientHeight;
  drawList(false);
  for (const [k, row] of drawn) row.firstChild.tabIndex = k === focusRow ? 0 : -1;
  if (focus) drawn.get(focusRow).firstChild.focus({preventScroll: true});
}
function markCurrent() {
  for (const [at, row] of drawn) {
    if (shown[at] === route.story) row.firstChild.setAttribute('aria-current', 'true');
    else row.firstChild.removeAttribute('aria-current');
  }
}
function listKeys(event) {
  const page = Math.max(1, Math.floor(scroller.clientHeight / ROW) - 1);
  const steps = {ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -Infinity, End: Infinity};
  if (!(event.key in steps) || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  showRow(focusRow + steps[event.key], true);
}

/* ---- Charts ---- */

const STEPS = [900, 3600, 10800, 21600, 43200, 86400, 604800, 2592000, 7776000, 31536000, 315360000, 3153600000];
const paneWidth = most => {
  const style = getComputedStyle(byId('main'));
  return Math.max(260, Math.min(most, byId('main').clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight)));
};
/* Months and years are not all of one length. */
function monthTicks(from, to, most) {
  const first = new Date(from * 1000), begin = first.getUTCFullYear() * 12 + first.getUTCMonth() + 1, list = [];
  const months = [1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 2400, 6000, 12000].find(m => (to - from) / (m * 2629746) <= most) || 24000;
  for (let m = Math.ceil(begin / months) * months; ; m += months) {
    const t = Date.UTC(Math.floor(m / 12), m % 12) / 1000;
    if (t > to) return {list, step: months * 2592000};
    list.push(t);
  }
}
function ticks(from, to, most) {
  const step = [60, 300, 900, 1800, 3600, 10800, 21600, 43200, 86400, 172800, 604800, 1209600].find(s => (to - from) / s <= most);
  if (step === undefined) return monthTicks(from, to, most);
  const list = [];
  for (let t = Math.ceil(from / step) * step; t <= to; t += step) list.push(t);
  return {list, step};
}
const monthText = t => { const d = new Date(t * 1000); return `${MONTHS[d.getUTCMonth()]} ${d.getUTCFullYear()}`; };
const tickText = (t, step) => step >= 2592000 ? monthText(t) : step >= 86400 || t % 86400 === 0 ? day(t) : clock(t);
function dataTable(caption, heads, lines) {
  return make('details', {class: 'data'}, make('summary', {}, 'As a table'),
    make('table', {class: 'plain'}, make('caption', {class: 'hidden'}, caption),
      make('thead', {}, make('tr', {}, ...heads.map((name, k) => make('th', {scope: 'col', class: k ? 'n' : null}, name)))),
      make('tbody', {}, ...lines.map(line => make('tr', {}, ...line.map((cell, k) => make('td', {class: k ? 'n' : null}, String(cell))))))));
}
/* From the first time to the last; where a few lie far off, without a fiftieth of them, or one, at either end. */
function timeRange(list) {
  const times = [];
  for (const s of list) for (let i = starts[s]; i < starts[s + 1]; i++) if (data.time[i] !== null) times.push(data.time[i]);
  if (times.length === 0) return null;
  times.sort((a, b) => a - b);
  const edge = Math.max(Math.floor(times.length / 50), times.length < 10 ? 0 : 1), from = times[edge], to = times[times.length - 1 - edge], all = times[times.length - 1] - times[0];
  return edge > 0 && to > from && all > 3 * (to - from) ? [from, to] : [times[0], times[times.length - 1]];
}
function timeBins(list) {
  const range = timeRange(list);
  if (!range) return null;
  const [from, to] = range, step = STEPS.find(s => (to - from) / s <= 60) || STEPS[STEPS.length - 1], zero = Math.floor(from / step) * step;
  const n = Math.floor((to - zero) / step) + 1, begun = new Uint32Array(n), reports = new Uint32Array(n);
  let outside = 0;
  for (const s of list) {
    const k = Number.isNaN(firstTime[s]) ? -1 : Math.floor((firstTime[s] - zero) / step);
    if (k >= 0 && k < n) begun[k]++;
    for (let i = starts[s]; i < starts[s + 1]; i++) {
      const at = data.time[i] === null ? -1 : Math.floor((data.time[i] - zero) / step);
      if (at >= 0 && at < n) reports[at]++;
      else outside += data.time[i] !== null;
    }
  }
  return {zero, step, n, begun, reports, outside};
}
/* A round number for the axis, about half of the most. */
function roundHalf(most) {
  const ten = 10 ** Math.floor(Math.log10(Math.max(1, most / 2)));
  return [5, 2, 1].map(k => k * ten).find(v => v * 1.6 <= most) || 1;
}
function timeChart(list) {
  const bins = timeBins(list);
  if (!bins) return null;
  const {zero, step, n, begun, reports, outside} = bins, width = paneWidth(920), height = 190, left = 44, bottom = 24, top = 6;
  const most = Math.max(...reports, 1), each = (width - left) / n, gap = each > 8 ? 2 : each > 3 ? 1 : 0;
  const y = v => top + (height - bottom - top) * (1 - v / most);
  const svg = make('svg:svg', {class: 'bars', viewBox: `0 0 ${width} ${height}`, height, role: 'group',
                               'aria-label': `Stories over time: ${n} bars, each ${lasting(step)}; at most ${most} reports`});
  for (let v = roundHalf(most), one = v; v <= most; v += one) {
    svg.append(make('svg:line', {class: 'axis', x1: left, x2: width, y1: y(v), y2: y(v)}),
      make('svg:text', {x: left - 6, y: y(v) + 4, 'text-anchor': 'end'}, v.toLocaleString('en')));
  }
  const middles = ticks(zero, zero + n * step, Math.max(2, Math.floor(width / 95)));
  for (const t of middles.list) {
    const x = left + (t - zero) / step * each;
    if (x < width - 30) svg.append(make('svg:text', {x: x + 2, y: height - 6}, tickText(t, middles.step)));
  }
  for (let k = 0; k < n; k++) {
    const x = left + k * each, from = zero + k * step, lead = moment(from);
    svg.append(make('svg:rect', {x, y: y(reports[k]), width: Math.max(each - gap, 0.5), height: height - bottom - y(reports[k])}));
    svg.append(make('svg:rect', {class: 'stories', x, y: y(begun[k]), width: Math.max(each - gap, 0.5), height: height - bottom - y(begun[k])}));
    if (!reports[k]) continue;
    const label = `${lead}: ${plural(reports[k], 'report')}, ${plural(begun[k], 'story', 'stories')} begun`;
    const act = () => chooseTime(from, from + step);
    svg.append(make('svg:rect', {class: 'hit', x, y: 0, width: each, height: height - bottom, tabindex: '0', role: 'button', 'aria-label': label + '. Show only these',
      onclick: act, onkeydown: e => { if (e.key === 'Enter' || e.key === ' ') { e.preventDefault(); act(); } }}, make('svg:title', {}, label)));
  }
  svg.append(make('svg:line', {class: 'axis', x1: left, x2: width, y1: height - bottom, y2: height - bottom}));
  const lines = [];
  for (let k = 0; k < n; k++) if (reports[k]) lines.push([moment(zero + k * step), reports[k], begun[k]]);
  return make('section', {'aria-label': 'Stories over time'}, make('h3', {}, 'Stories over time'), svg,
    make('p', {class: 'legend'}, make('span', {}, make('i', {class: 'dot', '--hue': 'var(--accent)'}), ' stories begun'),
      make('span', {}, make('i', {class: 'dot'}), ' reports'), make('span', {}, `a bar is ${lasting(step)}, in UTC; choose one to see its stories`),
      outside ? make('span', {}, `${plural(outside, 'report')} from before or after ${outside === 1 ? 'is' : 'are'} not drawn`) : null),
    dataTable('Stories over time', ['From (UTC)', 'Reports', 'Stories begun'], lines));
}
function matrixChart(list) {
  const pairs = new Map(), alone = new Map(), stories = new Map();
  const add = (map, key) => map.set(key, (map.get(key) || 0) + 1);
  for (const s of list) {
    const own = spoken[s];
    for (let a = 0; a < own.length; a++) {
      add(stories, own[a][0]);
      if (own.length === 1) add(alone, own[a][0]);
      for (let b = 0; b < own.length; b++) if (a !== b) add(pairs, own[a][0] * 4096 + own[b][0]);
    }
  }
  const used = [...stories.keys()].sort((a, b) => isOther(a) - isOther(b) || stories.get(b) - stories.get(a) || a - b).slice(0, 16);
  if (used.length < 2) return null;
  let most = 1;
  for (const n of pairs.values()) most = Math.max(most, n);
  const cell = (a, b) => {
    const n = a === b ? alone.get(a) || 0 : pairs.get(a * 4096 + b) || 0;
    if (n === 0) return make('td', {}, make('span', {class: 'none'}, '0'));
    const level = a === b ? 0 : 0.12 + 0.88 * Math.log(1 + n) / Math.log(1 + most);
    const label = a === b ? `${plural(n, 'story', 'stories')} in ${nameOf(a)} alone` : `${plural(n, 'story', 'stories')} in both ${nameOf(a)} and ${nameOf(b)}`;
    return make('td', {}, make('button', {type: 'button', title: label, 'aria-label': label + '. Show them',
      '--level': Math.round(level * 100) + '%', onclick: () => chooseLanguages([a, b], a === b ? 'only' : 'all')}, n.toLocaleString('en')));
  };
  return make('section', {'aria-label': 'Languages against languages'}, make('h3', {}, 'Languages against languages'),
    make('div', {class: 'scrolled'}, make('table', {class: 'matrix'}, make('caption', {class: 'hidden'}, 'Stories that two languages have in common'),
      make('thead', {}, make('tr', {}, make('td', {}), ...used.map(l => make('th', {scope: 'col', title: nameOf(l)}, codeOf(l))))),
      make('tbody', {}, ...used.map(a => make('tr', {}, make('th', {scope: 'row'}, nameOf(a)), ...used.map(b => cell(a, b))))))),
    make('p', {class: 'legend'}, 'How many stories are told in both; where a language meets itself, those told in it alone. Choose a number to see them.'));
}
function firstChart(list) {
  const wins = new Map();
  for (const s of list) {
    if (data.size[s] < 2 || Number.isNaN(firstTime[s])) continue;
    for (let i = starts[s]; i < starts[s + 1]; i++)
      if (data.time[i] === firstTime[s]) { wins.set(data.source[i], (wins.get(data.source[i]) || 0) + 1); break; }
  }
  const top = [...wins].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, 10);
  if (top.length === 0) return null;
  const meter = n => {
    const bar = make('i', {class: 'meter', 'aria-hidden': 'true'});
    bar.style.width = Math.max(1, n / top[0][1] * 100) + '%';
    return bar;
  };
  const row = ([source, n]) => make('tr', {}, make('td', {}, data.sources[source]
    ? make('button', {type: 'button', class: 'name', title: 'Show the stories that it has', onclick: () => chooseSource(source)}, say(data.sources[source])) : 'unnamed source'),
    make('td', {class: 'n'}, n.toLocaleString('en')), make('td', {}, meter(n)));
  return make('section', {'aria-label': 'Who was first'}, make('h3', {}, 'Who was first'),
    make('table', {class: 'plain winners'}, make('thead', {}, make('tr', {}, make('th', {scope: 'col'}, 'Source'), make('th', {scope: 'col', class: 'n'}, 'Stories'), make('td', {}))),
      make('tbody', {}, ...top.map(row))),
    make('p', {class: 'legend'}, 'How many stories of two or more each had before all others.'));
}
function leftOut() {
  const lines = [], details = parts.details[parts.details.length - 1], texts = parts.texts[parts.texts.length - 1];
  if (nStories < data.stories)
    lines.push(`${plural(data.stories - nStories, 'story', 'stories')}, the smallest, with ${plural(data.articles - nArticles, 'report')}`);
  if (details < nArticles) lines.push(`links and shared words of ${plural(nArticles - details, 'report')}`);
  if (parts.has_texts && texts < nArticles) lines.push(`texts of ${plural(nArticles - texts, 'report')}`);
  if (parts.cut) lines.push(`the ends of ${plural(parts.cut, 'very long text')}`);
  if (!lines.length) return null;
  return make('p', {class: 'note', id: 'left-out'}, `So that the file keeps its size, these are not in it: ${lines.join('; ')}.${nStories < data.stories ? ' The stories left out count nowhere below.' : ''}`);
}
function drawOverview() {
  const main = byId('main'), list = shown, languages = new Set(), sources = new Set();
  let reports = 0, shared = 0;
  for (const s of list) {
    reports += data.size[s];
    shared += spoken[s].length > 1;
    for (const [l] of spoken[s]) languages.add(l);
    for (let i = starts[s]; i < starts[s + 1]; i++) sources.add(data.source[i]);
  }
  const figure = (n, one, many) => make('div', {}, make('b', {}, n.toLocaleString('en')), make('span', {}, n === 1 ? one : many || one + 's'));
  main.setAttribute('aria-label', 'Overview');
  main.replaceChildren(make('h2', {tabindex: '-1'}, 'Overview'),
    ...[leftOut(), make('div', {class: 'figures'}, figure(list.length, 'story', 'stories'), figure(reports, 'report'), figure(sources.size, 'source'),
      figure(languages.size, 'language'), figure(shared, 'in several languages', 'in several languages')),
    timeChart(list), matrixChart(list), firstChart(list)].filter(Boolean),
    make('p', {class: 'shortcuts'}, make('kbd', {}, '/'), ' search   ', make('kbd', {}, '↑'), ' ', make('kbd', {}, '↓'), ' move in the list   ',
      make('kbd', {}, 'Enter'), ' open   ', make('kbd', {}, 'Esc'), ' back'));
}

/* ---- A story ---- */

const members = s => Array.from({length: data.size[s]}, (_, k) => starts[s] + k);
const early = (a, b) => (data.time[a] === null) - (data.time[b] === null) || data.time[a] - data.time[b] || a - b;
function timeline(s) {
  const list = members(s).filter(i => data.time[i] !== null).sort(early);
  if (list.length < 2) return null;
  const from = data.time[list[0]], to = data.time[list[list.length - 1]], width = paneWidth(920), narrow = width < 560;
  const lanes = [...new Set(list.map(i => data.language[i]))], radius = list.length > 60 ? 3.6 : 5.5, step = radius * 2 + 1;
  const left = narrow ? 58 : 132, right = 16, top = 26;
  const x = t => to === from ? (left + width - right) / 2 : left + (t - from) / (to - from) * (width - left - right);
  /* Points that would lie on each other are stacked about the middle of their lane, as far as it goes. */
  const piles = new Map(), place = new Map(), tallest = new Map();
  for (const i of list) {
    const pile = data.language[i] + ' ' + Math.round(x(data.time[i]) / step), k = piles.get(pile) || 0;
    piles.set(pile, k + 1);
    place.set(i, Math.min(k, 10));
    tallest.set(data.language[i], Math.max(tallest.get(data.language[i]) || 0, Math.min(k, 10) + 1));
  }
  const middle = new Map();
  let height = top;
  for (const l of lanes) {
    const lane = Math.max(24, tallest.get(l) * step + 8);
    middle.set(l, height + lane / 2);
    height += lane;
  }
  height += 26;
  const yOf = i => middle.get(data.language[i]) + ((place.get(i) + 1) >> 1) * (place.get(i) % 2 ? -step : step);
  const svg = make('svg:svg', {viewBox: `0 0 ${width} ${height}`, height, role: 'img',
    'aria-label': `Timeline: ${plural(list.length, 'report')} from ${moment(from)} to ${moment(to)}; first ${sourceOf(list[0])}. The same in the list below.`});
  for (const l of lanes) {
    const y = middle.get(l);
    svg.append(make('svg:line', {class: 'lane', x1: left, x2: width - right, y1: y, y2: y}), make('svg:text', {x: 0, y: y + 4}, narrow ? codeOf(l) : nameOf(l)));
  }
  const marks = ticks(from, to, Math.max(2, Math.floor((width - left) / 90)));
  if (to === from) marks.list = [from];
  for (const t of marks.list) {
    const at = x(t), anchor = at > width - 40 ? 'end' : at < left + 30 ? 'start' : 'middle';
    svg.append(make('svg:line', {class: 'axis', x1: at, x2: at, y1: top, y2: height - 24}),
      make('svg:text', {x: at, y: height - 8, 'text-anchor': anchor}, to === from ? moment(t) : tickText(t, marks.step)));
  }
  const seen = new Set();
  for (const i of list) {
    const copy = seen.has(data.group[i]);
    seen.add(data.group[i]);
    svg.append(make('svg:circle', {class: copy ? 'point copy' : 'point', '--hue': hueOf.get(data.language[i]), cx: x(data.time[i]), cy: yOf(i), r: copy ? radius - 0.9 : radius,
      onclick: () => light(i)}, make('svg:title', {}, `${moment(data.time[i])}  ${sourceOf(i)}: ${data.title[i]}`)));
  }
  svg.append(make('svg:circle', {class: 'ring', cx: x(from), cy: yOf(list[0]), r: radius + 3.5}),
    make('svg:text', {class: 'firstlabel', x: Math.max(left - 6, x(from) - 10), y: 13}, `first: ${sourceOf(list[0]).slice(0, 40)}, ${clock(from)}`));
  return make('section', {'aria-label': 'Timeline'}, make('h3', {}, 'Timeline'), svg,
    make('p', {class: 'legend'}, make('span', {}, '● its own report'), make('span', {}, '○ copy or translation of an earlier one'), make('span', {}, 'times in UTC')));
}
/* Also of a report that its language's list does not show yet. */
function light(i) {
  const more = byId('more-in-' + data.language[i]);
  while (!byId('member-' + i) && !more.hidden) more.click();
  const target = byId('member-' + i);
  target.scrollIntoView({block: 'center', behavior: matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth'});
  target.classList.add('lit');
  setTimeout(() => target.classList.remove('lit'), 1600);
}
/* [word of the representative, word here, kind, share] of article i; that of its copy where the copy has them. */
function tiesOf(s, details, i) {
  const d = details[i - starts[s]];
  if (!d) return [];
  const ties = typeof d[2] === 'number' ? (details[d[2]] || [])[2] : d[2];
  return Array.isArray(ties) ? ties.map(([head, own, kind, share]) => [head, own === 0 ? head : own, kind, share]) : [];
}
function allTies(s, details) {
  const found = new Map(), head = headOf(s);
  for (const i of members(s)) {
    if (i === head) continue;
    for (const [word, own, kind, share] of tiesOf(s, details, i)) {
      const key = fold(word);
      if (!found.has(key)) found.set(key, {word, kind, weight: 0, n: 0, forms: new Map([[key, [word, data.language[head]]]])});
      const tie = found.get(key);
      tie.weight += share;
      tie.n++;
      if (!tie.forms.has(fold(own)) && ![...tie.forms.values()].some(([, l]) => l === data.language[i])) tie.forms.set(fold(own), [own, data.language[i]]);
    }
  }
  return [...found.values()].sort((a, b) => b.weight - a.weight).slice(0, 18);
}
function tiesSection(s, details) {
  const list = allTies(s, details);
  if (list.length === 0) return null;
  const tile = tie => {
    const weight = make('i', {class: 'weight', 'aria-hidden': 'true'});
    weight.style.width = Math.round(tie.weight / list[0].weight * 100) + '%';
    return make('li', {class: 'tie'}, make('div', {class: 'forms'}, ...[...tie.forms.values()].slice(0, 6).map(([word, l]) => make('span', {}, say(word, l)))),
      make('div', {class: 'kind'}, `${KINDS[tie.kind] || 'other'} · in ${plural(tie.n + 1, 'report')}`), weight);
  };
  return make('section', {'aria-label': 'What holds it together'}, make('h3', {}, 'What holds it together'), make('ul', {class: 'ties'}, ...list.map(tile)));
}
function member(s, i, firstOfGroup, details) {
  const d = details[i - starts[s]], url = d ? linkTo(d[1]) : null, first = data.time[i] !== null && data.time[i] === firstTime[s];
  const origin = firstOfGroup.get(data.group[i]), copy = origin !== i, ties = tiesOf(s, details, i);
  const title = say(data.title[i], data.language[i]);
  const other = i === headOf(s) ? starts[s] + (data.head[s] === 0 ? 1 : 0) : headOf(s);
  return make('li', {class: 'member', id: 'member-' + i},
    make('div', {class: 'time'}, moment(data.time[i])),
    make('div', {class: copy ? 'copy' : null},
      make('div', {class: 'headline'}, url ? make('a', {href: url, target: '_blank', rel: 'noopener noreferrer'}, title) : title),
      make('div', {class: 'byline'}, say(sourceOf(i)),
        first ? make('span', {class: 'badge'}, 'first') : null,
        i === headOf(s) && data.size[s] > 1 ? make('span', {class: 'badge calm', title: 'nearest to all others'}, 'typical') : null,
        copy ? make('span', {}, data.language[origin] === data.language[i] ? 'copy of ' : 'translation of ', say(sourceOf(origin))) : null),
      ties.length ? make('details', {class: 'tied'}, make('summary', {}, `${plural(ties.length, 'thing')} in common`, make('span', {class: 'preview', 'aria-hidden': 'true'}, ': ', ...ties.slice(0, 6).flatMap(([, own], k) => [k ? ', ' : '', say(own, data.language[i])]))),
        make('p', {}, ...ties.flatMap(([word, own], k) => [k ? ', ' : '', make('span', {class: 'w'}, say(own, data.language[i]), ...(fold(word) === fold(own) ? [] : [' = ', say(word, data.language[headOf(s)])]))]))) : null),
    data.size[s] > 1 && parts.has_texts
      ? make('a', {class: 'act', href: `#/story/${data.event[s]}/${other - starts[s]}/${i - starts[s]}`, 'aria-label': `Compare this report by ${sourceOf(i)}`}, 'Compare')
      : parts.has_texts ? make('a', {class: 'act', href: `#/story/${data.event[s]}/0/0`}, 'Read') : null);
}
function languageSection(s, l, list, firstOfGroup, details) {
  const items = make('ol', {}), section = make('section', {'aria-label': nameOf(l)}, make('h4', {}, dot(l), `${nameOf(l)} `, make('span', {class: 'soft num'}, String(list.length))), items);
  let done = 0;
  const more = make('button', {type: 'button', class: 'link group-more', id: 'more-in-' + l, onclick: () => add(200)});
  function add(n) {
    items.append(...list.slice(done, done + n).map(i => member(s, i, firstOfGroup, details)));
    done = Math.min(list.length, done + n);
    more.textContent = `Show ${plural(list.length - done, 'more report')}`;
    more.hidden = done >= list.length;
  }
  add(60);
  section.append(more);
  return section;
}
async function drawStory(s) {
  const main = byId('main'), head = headOf(s), list = members(s).sort(early), mine = ++drawing;
  const details = await Promise.all(members(s).map(detail));
  if (mine !== drawing) return;
  const firstOfGroup = new Map();
  for (const i of list) if (!firstOfGroup.has(data.group[i])) firstOfGroup.set(data.group[i], i);
  const sources = new Set(list.map(i => data.source[i])).size, span = lastTime[s] - firstTime[s];
  const kicker = [plural(data.size[s], 'report'), plural(spoken[s].length, 'language'), plural(sources, 'source')];
  if (!Number.isNaN(span)) kicker.push(span > 0 ? `${moment(firstTime[s])} to ${moment(lastTime[s])}, ${lasting(span)}` : moment(firstTime[s]));
  const first = list[0], url = details[first - starts[s]] && linkTo(details[first - starts[s]][1]), title = say(data.title[first], data.language[first]);
  main.setAttribute('aria-label', 'Story');
  main.replaceChildren(...[
    make('a', {class: 'back', href: '#/list'}, '‹ All stories'),
    damage(),
    make('p', {class: 'kicker num'}, kicker.join(' · ')),
    make('h2', {tabindex: '-1'}, say(data.title[head], data.language[head])),
    data.size[s] > 1 && data.time[first] !== null ? make('p', {class: 'first'}, make('b', {}, 'First'), ` ${moment(data.time[first])} UTC, `, say(sourceOf(first)), ': ',
      url ? make('a', {href: url, target: '_blank', rel: 'noopener noreferrer'}, title) : title, ' ', languageTag(data.language[first])) : null,
    timeline(s), tiesSection(s, details),
    make('h3', {}, data.size[s] > 1 ? 'Reports by language' : 'Report'),
    ...spoken[s].map(([l]) => languageSection(s, l, list.filter(i => data.language[i] === l), firstOfGroup, details))].filter(Boolean));
  finishView(`Story: ${data.title[head]}`);
}

/* ---- Two articles side by side ---- */

const WORD = /[\p{L}\p{N}][\p{L}\p{M}\p{N}'’ʼ]*/gu;
function wordsOf(text) {
  const list = [];
  for (const m of text.matchAll(WORD)) list.push({from: m.index, to: m.index + m[0].length, raw: m[0], word: fold(m[0])});
  return list;
}
/* Whether two words of one language are forms of one: endings may differ. */
function alike(a, b) {
  if (a === b) return true;
  const short = Math.min(a.length, b.length);
  if (short < 5 || Math.abs(a.length - b.length) > 3 || /\d/.test(a)) return false;
  return a.slice(0, Math.max(4, short - 2)) === b.slice(0, Math.max(4, short - 2));
}
/* The places of words by what those that are alike have in common: their first four letters, or all where there are digits. */
function placesByKey(words) {
  const places = new Map();
  words.forEach(({word}, i) => {
    const key = /\d/.test(word) ? word : word.slice(0, 4);
    if (places.has(key)) places.get(key).push(i); else places.set(key, [i]);
  });
  return places;
}
/* Places in `words` where the phrase stands, as [from, to] in characters. */
function placesOf(words, places, phrase) {
  const out = [], first = phrase.length ? phrase[0].word : '';
  for (const key of new Set([first, first.slice(0, 4)])) for (const i of places.get(key) || []) {
    let k = 0;
    while (k < phrase.length && i + k < words.length && alike(words[i + k].word, phrase[k].word)) k++;
    if (k === phrase.length) out.push([words[i].from, words[i + k - 1].to]);
  }
  return out;
}
/* The things two articles share: pairs of spellings, those the story is tied by and names and numbers spelt alike. */
function sharedThings(s, details, a, b, wordsA, wordsB) {
  const head = headOf(s), maps = [a, b].map(i => {
    if (i !== head) return new Map(tiesOf(s, details, i).map(([word, own, , share]) => [word, [own, share]]));
    return null;
  });
  const things = [], known = new Set();
  const add = (x, y, weight) => {
    if (known.has(fold(x) + '\n' + fold(y))) return;
    known.add(fold(x) + '\n' + fold(y));
    things.push({a: wordsOf(x), b: wordsOf(y), weight});
  };
  if (maps[0] && maps[1]) for (const [word, [own, share]] of maps[0]) { if (maps[1].has(word)) add(own, maps[1].get(word)[0], share); }
  else for (const [word, [own, share]] of maps[0] || maps[1] || []) { if (maps[0]) add(own, word, share); else add(word, own, share); }
  const inB = new Set(wordsB.map(w => w.word));
  for (const w of wordsA) {
    if (!inB.has(w.word)) continue;
    const number = /^\d{2,}$/.test(w.word), name = w.raw.length > 3 && /^\p{Lu}/u.test(w.raw) && data.language[a] !== data.language[b];
    if (number || name) add(w.raw, w.raw, 20);
  }
  return things;
}
/* Runs of at least five words that stand in both, longest first at each place; none is part of another, on either side. */
function commonRuns(a, b) {
  const RUN = 5, places = new Map(), taken = new Uint8Array(b.length), out = [];
  const key = (list, i) => { let k = list[i].word; for (let j = 1; j < RUN; j++) k += ' ' + list[i + j].word; return k; };
  for (let i = 0; i + RUN <= b.length; i++) {
    const k = key(b, i);
    if (!places.has(k)) places.set(k, []);
    if (places.get(k).length < 12) places.get(k).push(i);
  }
  for (let i = 0; i + RUN <= a.length;) {
    let best = 0, at = 0;
    for (const j of places.get(key(a, i)) || []) {
      let n = 0;
      while (i + n < a.length && j + n < b.length && !taken[j + n] && a[i + n].word === b[j + n].word) n++;
      if (n >= RUN && n > best) { best = n; at = j; }
    }
    if (best) out.push({a: [a[i].from, a[i + best - 1].to], b: [b[at].from, b[at + best - 1].to]});
    taken.fill(1, at, at + best);
    i += best || 1;
  }
  return out;
}
function sentencesOf(text) {
  const out = [];
  for (const m of text.matchAll(/[^\n.!?…]+(?:[.!?…](?=\S)[^\n.!?…]*)*[.!?…]*["»”“)]*/gu)) {
    const lead = m[0].length - m[0].trimStart().length;
    if (m[0].trim().length > 20) out.push([m.index + lead, m.index + m[0].trimEnd().length]);
  }
  return out;
}
const overlap = (x, y) => x[0] < y[1] && y[0] < x[1];
/* The words of a sentence that say something, cut to what endings leave of them. */
function stemsOf(text, place) {
  const stems = new Set();
  for (const w of wordsOf(text.slice(place[0], place[1])))
    if (w.word.length > 3 || /\d/.test(w.word)) stems.add(w.word.length > 5 ? w.word.slice(0, Math.max(5, w.word.length - 3)) : w.word);
  return stems;
}
/* Whether two sentences of one language are one, worded anew: most of the shorter one's words stand in the other. */
function saysTheSame(x, y) {
  let common = 0;
  for (const stem of x) common += y.has(stem);
  return common >= 4 && common * 2 >= Math.min(x.size, y.size) && common * 3 >= Math.max(x.size, y.size);
}
/* Sentences that say the same: in two languages those of whose words enough are known to be shared, the rarer the better. */
function commonSentences(textA, textB, hitsA, hitsB, things, taken, oneLanguage) {
  const side = (text, hits, own) => sentencesOf(text).filter(s => !taken.some(t => overlap(t[own], s))).map(s =>
    ({place: s, stems: stemsOf(text, s), has: new Set(hits.filter(h => h.from >= s[0] && h.to <= s[1]).map(h => h.thing))})).filter(x => oneLanguage || x.has.size > 1);
  const A = side(textA, hitsA, 'a'), B = side(textB, hitsB, 'b'), often = new Map();
  for (const x of [...A, ...B]) for (const t of x.has) often.set(t, (often.get(t) || 0) + 1);
  const weight = t => (things[t].weight + 10) / (often.get(t) || 1), pairs = [];
  for (const x of A) for (const y of B) {
    const common = [...x.has].filter(t => y.has.has(t)), covered = own => common.reduce((n, t) => n + things[t][own].length, 0);
    const same = oneLanguage ? saysTheSame(x.stems, y.stems)
      : common.length > 1 && covered('a') * 4 >= x.stems.size && covered('b') * 4 >= y.stems.size && Math.max(covered('a') / x.stems.size, covered('b') / y.stems.size) >= 1 / 3;
    if (same) pairs.push({x, y, w: common.reduce((w, t) => w + weight(t), 0)});
  }
  pairs.sort((p, q) => q.w - p.w);
  const used = new Set(), out = [];
  for (const {x, y} of pairs) {
    if (used.has(x) || used.has(y)) continue;
    used.add(x).add(y);
    out.push({a: x.place, b: y.place});
  }
  return out;
}
function match(s, details, a, b, textA, textB) {
  const wordsA = wordsOf(textA), wordsB = wordsOf(textB), things = sharedThings(s, details, a, b, wordsA, wordsB);
  const hits = (words, side) => {
    const places = placesByKey(words);
    return things.flatMap((thing, k) => placesOf(words, places, thing[side]).map(([from, to]) => ({from, to, thing: k})));
  };
  const hitsA = hits(wordsA, 'a'), hitsB = hits(wordsB, 'b');
  const inA = new Set(hitsA.map(h => h.thing)), inB = new Set(hitsB.map(h => h.thing)), both = h => inA.has(h.thing) && inB.has(h.thing);
  const passages = commonRuns(wordsA, wordsB);
  passages.push(...commonSentences(textA, textB, hitsA.filter(both), hitsB.filter(both), things, passages, data.language[a] === data.language[b]));
  passages.sort((x, y) => x.a[0] - y.a[0]);
  return {passages, hitsA: hitsA.filter(both), hitsB: hitsB.filter(both), things};
}
/* The part [from, to] of the text with its shared words marked. */
function markWords(into, text, from, to, hits) {
  let at = from;
  for (const h of hits) {
    if (h.from < at || h.to > to) continue;
    into.append(text.slice(at, h.from), make('mark', {class: 'word'}, text.slice(h.from, h.to)));
    at = h.to;
  }
  into.append(text.slice(at, to));
}
function markText(text, passages, hits, side, jump) {
  const body = make('div', {class: 'text', dir: 'auto'}), sorted = [...hits].sort((x, y) => x.from - y.from || y.to - x.to);
  const ranges = passages.map((p, k) => ({from: p[side][0], to: p[side][1], k})).sort((x, y) => x.from - y.from);
  const named = new Set();
  for (let from = 0; from <= text.length;) {
    let to = text.indexOf('\n', from);
    if (to < 0) to = text.length;
    if (text.slice(from, to).trim()) {
      const p = make('p', {dir: 'auto'}), own = sorted.filter(h => h.from >= from && h.to <= to);
      let at = from;
      for (const r of ranges) {
        const a = Math.max(r.from, at), b = Math.min(r.to, to);
        if (a >= b) continue;
        markWords(p, text, at, a, own);
        if (!named.has(r.k)) p.append(make('button', {type: 'button', class: 'ref', 'data-k': r.k, 'aria-label': `Passage ${r.k + 1}, go to it on the other side`, onclick: () => jump(r.k)}, String(r.k + 1)));
        named.add(r.k);
        const mark = make('mark', {class: 'passage', 'data-k': r.k});
        markWords(mark, text, a, b, own);
        p.append(mark);
        at = b;
      }
      markWords(p, text, at, to, own);
      body.append(p);
    }
    from = to + 1;
  }
  return body;
}
function sideOf(s, details, i, side, body, choose) {
  const d = details[i - starts[s]], url = d ? linkTo(d[1]) : null, title = say(data.title[i], data.language[i]);
  const listed = members(s).sort(early).slice(0, 500);
  if (!listed.includes(i)) listed.push(i);
  const menu = make('select', {onchange: e => choose(Number(e.target.value))}, ...listed.map(k =>
    make('option', {value: k - starts[s], selected: k === i}, `${codeOf(data.language[k])} · ${moment(data.time[k])} · ${sourceOf(k)}`)));
  return make('section', {class: 'side', 'aria-label': side ? 'Second report' : 'First report', id: side ? 'side-b' : 'side-a'},
    make('label', {}, side ? 'with' : 'Compare', menu),
    make('p', {class: 'headline'}, url ? make('a', {href: url, target: '_blank', rel: 'noopener noreferrer'}, title) : title),
    make('p', {class: 'byline'}, languageTag(data.language[i]), ' ', moment(data.time[i]), ', ', say(sourceOf(i))), body);
}
async function drawCompare(s, a, b) {
  const main = byId('main'), mine = ++drawing, i = starts[s] + a, j = starts[s] + b, one = i === j;
  const [details, textA, textB] = await Promise.all([Promise.all(members(s).map(detail)), textOf(i), textOf(j)]);
  if (mine !== drawing) return;
  const found = one || textA === null || textB === null ? {passages: [], hitsA: [], hitsB: []} : match(s, details, i, j, textA, textB);
  const jump = other => k => {
    const to = byId(other).querySelector(`.ref[data-k="${k}"]`);
    for (const lit of document.querySelectorAll('mark.lit')) lit.classList.remove('lit');
    for (const mark of document.querySelectorAll(`mark.passage[data-k="${k}"]`)) mark.classList.add('lit');
    if (to) { to.scrollIntoView({block: 'center'}); to.focus({preventScroll: true}); }
  };
  const body = (text, hits, side, other) => text === null ? make('p', {class: 'note'}, incomplete ? 'This text cannot be read.' : 'This text was left out of the page, so that the file keeps its size.')
    : text === '' ? make('p', {class: 'soft'}, 'This report has no text.') : markText(text, found.passages, hits, side, jump(other));
  const go = (x, y) => { location.hash = `#/story/${data.event[s]}/${x}/${y}`; };
  const n = found.passages.length, words = new Set(found.hitsA.map(h => h.thing)).size;
  main.setAttribute('aria-label', one ? 'Report' : 'Two reports side by side');
  main.replaceChildren(make('p', {class: 'wide kicker'}, make('a', {href: `#/story/${data.event[s]}`}, '‹ The story'), damage()),
    make('h2', {tabindex: '-1', class: one ? null : 'hidden'}, one ? say(data.title[i], data.language[i]) : 'Two reports side by side'),
    ...(one ? [make('p', {class: 'kicker'}, moment(data.time[i]), ', ', say(sourceOf(i))), body(textA, [], 'a', 'side-b')] : [
      make('p', {class: 'wide key'}, make('span', {}, n ? make('mark', {class: 'passage'}, plural(n, 'passage')) : textA === null || textB === null ? null : 'No passage was found in both', n === 1 ? ' says the same in both; its number leads to the other side' : n ? ' say the same in both; the numbers lead to the other side' : null),
        words ? make('span', {}, make('mark', {class: 'word'}, plural(words, 'name, number or word', 'names, numbers and words')), ' in common') : null),
      make('div', {class: 'wide compare'}, sideOf(s, details, i, 0, body(textA, found.hitsA, 'a', 'side-b'), x => go(x, b)),
        sideOf(s, details, j, 1, body(textB, found.hitsB, 'b', 'side-a'), y => go(a, y)))]));
  finishView(one ? 'Report' : `Two reports side by side, ${plural(n, 'passage')} in common`);
}

/* ---- Where one is ---- */

let drawing = 0, entered = false, toFocus = null;
function finishView(text, heading = byId('main').querySelector('h2')) {
  byId('main').scrollTop = 0;
  if (entered) {
    if (heading) heading.focus({preventScroll: true});
    announce(text);
  }
  entered = true;
}
/* On a narrow screen the list and the other views take turns, and what is hidden takes no focus. */
const takeTurns = () => matchMedia('(max-width: 860px)').matches;
function focusInList(focus) {
  if (route.view === 'list' || !takeTurns()) focus();
  else {
    toFocus = focus;
    location.hash = '#/list';
  }
}
/* To what was asked for, to the story one comes from, or to the view. */
function enterList(focus, story) {
  if (focus) focus();
  else if (story !== undefined) showRow(Math.max(0, shown.indexOf(story)), true);
  else if (takeTurns()) finishView(byId('count').textContent, byId('stories'));
  else finishView('Overview');
}
function readRoute() {
  const path = location.hash.split('/'), s = path[1] === 'story' ? storyOfEvent.get(Number(path[2])) : undefined;
  if (s === undefined) return {view: path[1] === 'list' ? 'list' : 'overview'};
  const a = Number(path[3]), b = Number(path[4]), good = x => Number.isInteger(x) && x >= 0 && x < data.size[s];
  return path.length > 4 && good(a) && good(b) ? {view: 'compare', story: s, a, b} : {view: 'story', story: s};
}
function go() {
  const before = route, focus = toFocus;
  toFocus = null;
  route = readRoute();
  document.body.dataset.view = route.view;
  for (const view of ['list', 'overview']) {
    if (route.view === view) byId('nav-' + view).setAttribute('aria-current', 'page');
    else byId('nav-' + view).removeAttribute('aria-current');
  }
  markCurrent();
  if (route.view === 'story') drawStory(route.story);
  else if (route.view === 'compare') drawCompare(route.story, route.a, route.b);
  else {
    drawing++;
    clearTimeout(charting);
    drawOverview();
    if (route.view === 'list') enterList(focus, before.story);
    else finishView('Overview');
  }
  drawList(false);
}
function escape() {
  if (route.view === 'compare') location.hash = `#/story/${data.event[route.story]}`;
  else if (route.view === 'story') location.hash = '#/list';
}
function keys(event) {
  const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
  if (event.key === '/' && !typing && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    focusInList(() => byId('query').focus());
  } else if (event.key === 'Escape') {
    if (typing && event.target.value && event.target.id === 'query') { event.target.value = ''; apply(); } else if (typing) event.target.blur();
    else escape();
  }
}
/* Only what is drawn to a width, so that one goes on reading where one was. */
function redraw() {
  drawList(false);
  const [name, draw] = route.story === undefined ? ['Stories over time', () => timeChart(shown)] : ['Timeline', () => timeline(route.story)];
  const old = byId('main').querySelector(`section[aria-label="${name}"]`), anew = old && draw(), table = old && old.querySelector('details');
  if (!anew) return;
  if (table && table.open) anew.querySelector('details').open = true;
  old.replaceWith(anew);
}
function turnTheme() {
  const root = document.documentElement, dark = root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
  root.dataset.theme = dark ? 'light' : 'dark';
  try { localStorage.setItem('dvoinik-theme', root.dataset.theme); } catch { /* a page from a file may have no storage */ }
}
function summary() {
  let from = Infinity, to = -Infinity;
  for (const t of data.time) if (t !== null) { if (t < from) from = t; if (t > to) to = t; }
  manyYears = from <= to && day(from, true).slice(-4) !== day(to, true).slice(-4);
  const a = day(from, manyYears), b = day(to, true);
  const when = from > to ? '' : day(from, true) === b ? `, ${b}` : `, ${a} to ${b}`;
  byId('summary').textContent = plural(data.articles, 'article') + when;
}
function begin() {
  try { const kept = localStorage.getItem('dvoinik-theme'); if (kept === 'dark' || kept === 'light') document.documentElement.dataset.theme = kept; } catch { /* as above */ }
  summary();
  byId('languages').append(...languagesBySize.map(l => make('button', {type: 'button', class: 'chip', 'data-language': l, 'aria-pressed': 'false', 'aria-label': nameOf(l), title: `${nameOf(l)}: ${plural(languageTotals.get(l), 'report')}`,
    onclick: () => { if (!filter.languages.delete(l)) filter.languages.add(l); apply(); }}, dot(l), codeOf(l))));
  const frequency = new Uint32Array(data.sources.length);
  for (const k of data.source) frequency[k]++;
  byId('sources').append(...Array.from(frequency.keys()).sort((a, b) => frequency[b] - frequency[a]).slice(0, 400).filter(k => data.sources[k]).map(k => make('option', {value: data.sources[k]})));
  let largest = 0;
  for (const n of data.size) largest = Math.max(largest, n);
  if (largest < 2) byId('least').value = usualLeast = '1';
  byId('source').addEventListener('input', () => { filter.charted = null; });
  for (const id of ['query', 'source', 'from', 'to', 'least', 'most', 'how', 'sort']) byId(id).addEventListener('input', apply);
  byId('filters').addEventListener('submit', event => { event.preventDefault(); showRow(0, true); });
  byId('query').addEventListener('keydown', event => { if (event.key === 'ArrowDown') { event.preventDefault(); showRow(0, true); } });
  byId('clear').addEventListener('click', clearFilters);
  byId('theme').addEventListener('click', turnTheme);
  byId('skip').addEventListener('click', event => { event.preventDefault(); focusInList(() => showRow(focusRow, true)); });
  rows.addEventListener('keydown', listKeys);
  rows.addEventListener('focusin', event => { for (const [at, row] of drawn) if (row.contains(event.target)) focusRow = at; });
  let asked = false, resized = 0;
  scroller.addEventListener('scroll', () => { if (!asked) { asked = true; requestAnimationFrame(() => { asked = false; drawList(false); }); } }, {passive: true});
  window.addEventListener('resize', () => { clearTimeout(resized); resized = setTimeout(redraw, 150); });
  window.addEventListener('hashchange', go);
  document.addEventListener('keydown', keys);
  apply();
  go();
  const prepare = [prepareSearch, () => orderBy('last'), () => orderBy('first'), () => orderBy('languages')];
  if (window.requestIdleCallback) for (const step of prepare) requestIdleCallback(step);
  document.documentElement.dataset.ready = 'true';
}
begin();
})().catch(() => {
  const note = document.createElement('p');
  note.className = 'note';
  note.textContent = typeof DecompressionStream === 'undefined' ? 'This browser is too old for this page; open it in a newer one.'
                                                                : 'The file of this page is cut off or damaged; copy it again, or make it anew.';
  document.getElementById('summary').textContent = '';
  document.getElementById('main').replaceChildren(note);
});
