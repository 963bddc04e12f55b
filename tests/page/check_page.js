/* Opens pages in Chromium over the pipe of its remote debugging and checks them; TAP on standard output.
 * Usage: node check_page.js BROWSER PROFILE SAMPLES.html HOSTILE.html CUT.html MANY.html NUMBERS.html [LARGE.html] */
'use strict';
const fs = require('fs');
const http = require('http');
const {spawn} = require('child_process');
const path = require('path');

const [browserPath, profile, samples, hostile, cut, many, numbers, large] = process.argv.slice(2);
const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
               '--disable-component-update', '--disable-sync', `--user-data-dir=${profile}`, '--remote-debugging-pipe', 'about:blank'];

let number = 0, failures = 0;
function verdict(good, name, seen) {
  number++;
  if (!good) failures++;
  console.log(`${good ? 'ok' : 'not ok'} ${number} - ${name}`);
  if (!good) console.error(`# ${name}: ${JSON.stringify(seen)}`);
}
const same = (seen, wanted, name) => verdict(JSON.stringify(seen) === JSON.stringify(wanted), name, {seen, wanted});

class Browser {
  constructor() {
    this.child = spawn(browserPath, flags, {stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe']});
    this.last = 0;
    this.waiting = new Map();
    this.events = [];
    let rest = '';
    this.child.stdio[4].setEncoding('utf8').on('data', data => {
      const parts = (rest + data).split('\0');
      rest = parts.pop();
      for (const part of parts) this.take(JSON.parse(part));
    });
    this.child.on('exit', () => { for (const w of this.waiting.values()) w.reject(new Error('the browser has gone')); });
  }
  take(message) {
    if (message.id === undefined) { this.events.push(message); return; }
    const {resolve, reject} = this.waiting.get(message.id);
    this.waiting.delete(message.id);
    if (message.error) reject(new Error(message.error.message)); else resolve(message.result);
  }
  send(method, params = {}, sessionId = this.session) {
    const id = ++this.last;
    this.child.stdio[3].write(JSON.stringify({id, method, params, sessionId}) + '\0');
    return new Promise((resolve, reject) => this.waiting.set(id, {resolve, reject}));
  }
  /* Goes on when the page is usable, which it may be before all of it is there. */
  async visit(url, {before = '', when = 'document.documentElement?.dataset.ready === "true"'} = {}) {
    const {targetId} = await this.send('Target.createTarget', {url: 'about:blank'}, undefined);
    this.session = (await this.send('Target.attachToTarget', {targetId, flatten: true}, undefined)).sessionId;
    for (const domain of ['Page', 'Runtime', 'Log', 'Network', 'Accessibility']) await this.send(domain + '.enable');
    await this.screen(1360, 900);
    if (before) await this.send('Page.addScriptToEvaluateOnNewDocument', {source: before});
    this.events = [];
    await this.send('Page.navigate', {url});
    await this.until(when);
  }
  async open(file, options) {
    const begun = Date.now();
    await this.visit('file://' + path.resolve(file), options);
    const ready = Date.now() - begun;
    await this.until('document.readyState === "complete"');
    return {ready, loaded: Date.now() - begun};
  }
  screen(width, height) {
    return this.send('Emulation.setDeviceMetricsOverride', {width, height, deviceScaleFactor: 1, mobile: false});
  }
  async run(expression) {
    const {result, exceptionDetails} = await this.send('Runtime.evaluate', {expression, returnByValue: true, awaitPromise: true});
    if (exceptionDetails) throw new Error(`${expression}: ${exceptionDetails.exception.description}`);
    return result.value;
  }
  async until(expression) {
    for (let i = 0; i < 600; i++) {
      if (await this.run(expression)) return;
      await new Promise(done => setTimeout(done, 50));
    }
    throw new Error('this did not come: ' + expression);
  }
  async go(hash, selector) {
    await this.run(`location.hash = ${JSON.stringify(hash)}`);
    await this.until(`document.querySelector(${JSON.stringify(selector)}) !== null`);
    await this.run('new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(1))))');
  }
  async key(key, text) {
    const codes = {Enter: 13, Escape: 27, ArrowDown: 40, ArrowUp: 38, End: 35, Home: 36, Tab: 9};
    const event = {key, code: key, windowsVirtualKeyCode: codes[key] || key.toUpperCase().charCodeAt(0), text: text || (key === 'Enter' ? '\r' : undefined)};
    await this.send('Input.dispatchKeyEvent', {type: event.text ? 'keyDown' : 'rawKeyDown', ...event});
    await this.send('Input.dispatchKeyEvent', {type: 'keyUp', ...event, text: undefined});
    await this.run('new Promise(done => setTimeout(done, 60))');
  }
  async fill(id, value) {
    await this.run(`{ const e = document.getElementById('${id}'); e.value = ${JSON.stringify(value)}; e.dispatchEvent(new Event('input', {bubbles: true})); }`);
  }
  complaints() {
    return this.events.filter(e => e.method === 'Runtime.exceptionThrown' || e.method === 'Log.entryAdded' || e.method === 'Runtime.consoleAPICalled')
      .map(e => e.params.entry ? e.params.entry.text : JSON.stringify(e.params).slice(0, 300));
  }
  requests() {
    return this.events.filter(e => e.method === 'Network.requestWillBeSent').map(e => e.params.request.url).filter(url => !/^(file|data|blob):/.test(url));
  }
  /* The least contrast between text and ground of what the selector finds, as WCAG 2 reckons it. */
  contrast(selector) {
    return this.run(`(() => {
      const pen = new OffscreenCanvas(1, 1).getContext('2d', {willReadFrequently: true}), linear = v => v <= 10.31475 ? v / 3294.6 : ((v / 255 + 0.055) / 1.055) ** 2.4;
      const paint = color => { pen.fillStyle = color; pen.fillRect(0, 0, 1, 1); };
      const luminance = () => { const [r, g, b] = pen.getImageData(0, 0, 1, 1).data; return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b); };
      const ratios = [...document.querySelectorAll(${JSON.stringify(selector)})].map(e => {
        const grounds = [];
        for (let at = e; at; at = at.parentElement) grounds.unshift(getComputedStyle(at).backgroundColor);
        for (const ground of grounds) paint(ground);
        const under = luminance();
        paint(getComputedStyle(e).color);
        const over = luminance();
        return (Math.max(under, over) + 0.05) / (Math.min(under, over) + 0.05);
      });
      return Math.min(...ratios); })()`);
  }
  async nameless() {
    const roles = new Set(['button', 'link', 'textbox', 'searchbox', 'combobox', 'spinbutton', 'checkbox', 'img', 'DateTime', 'InputTime']);
    const {nodes} = await this.send('Accessibility.getFullAXTree');
    return nodes.filter(n => !n.ignored && n.role && roles.has(n.role.value) && !(n.name && n.name.value)).map(n => n.role.value);
  }
}

// What the program says of the samples in its other format: the languages of each story.
const everyStory = (() => {
  const events = {};
  for (const line of fs.readFileSync('samples.jsonl', 'utf8').trim().split('\n')) {
    const {event, lang} = JSON.parse(line);
    (events[event] ||= []).push(lang);
  }
  return Object.values(events);
})();
const stories = everyStory.filter(langs => langs.length > 1);
const told = list => list.length === 0 ? 'No story fits these filters.' : `${list.length} ${list.length === 1 ? 'story' : 'stories'}, ${list.flat().length} reports`;

const COUNT = `document.getElementById('count').textContent`;
const largest = `document.querySelector('.row a').getAttribute('href')`;

async function checkSamples(b) {
  await b.open(samples);
  same(await b.run(COUNT), told(stories), 'the stories of two or more are listed');
  same(await b.run(`document.querySelectorAll('.row').length`), stories.length, 'each story has a row');
  verdict(await b.run(`[...document.querySelectorAll('.row .when')].every(w => / 20\\d\\d/.test(w.textContent))`), 'where the articles are of many years, each story tells its own');
  verdict(await b.run(`document.querySelectorAll('.matrix button').length > 20 && document.querySelectorAll('.bars .hit').length > 3`), 'both charts are drawn');
  const story = await b.run(largest);
  await b.go(story, '.member');
  same(await b.run(`document.querySelectorAll('.member').length`), 13, 'a story has all its members');
  same(await b.run(`document.querySelector('.first').textContent`), 'First 13 Jul 2025, 07:15 UTC, Дніпровський вісник: Лавров зустрівся з Кім Чен Ином у Вонсані uk', 'who was first is told');
  same(await b.run(`document.querySelectorAll('.point').length`), 13, 'every member stands on the timeline');
  verdict(await b.run(`[...document.querySelectorAll('.tie')].some(t => /Лавров = .*Lavrov/.test([...t.querySelectorAll('bdi')].map(x => x.textContent).join(' = ')))`), 'what ties it is shown in several spellings');
  same(await b.nameless(), [], 'in a story everything has a name for a screen reader');
  const foreign = await b.run(`[...document.querySelectorAll('[aria-label="English"] .act')][0].getAttribute('href')`);
  await b.go(foreign, '.compare');
  const marks = await b.run(`['a', 'b'].map(s => [document.querySelectorAll('#side-' + s + ' mark.passage').length > 0, document.querySelectorAll('#side-' + s + ' mark.word').length > 3])`);
  same(marks, [[true, true], [true, true]], 'passages and words that two languages share are marked in both');
  const refs = await b.run(`['a', 'b'].map(s => [...document.querySelectorAll('#side-' + s + ' .ref')].map(r => Number(r.dataset.k)).sort((x, y) => x - y))`);
  same(refs[0], refs[1], 'every passage has its other side');
  same(refs[0].length, new Set(refs[0]).size, 'each has one number');
  await b.run(`document.querySelector('#side-a .ref').click()`);
  same(await b.run(`document.activeElement.closest('.side').id`), 'side-b', 'the number of a passage leads to the other side');
  same(await b.nameless(), [], 'side by side everything has a name for a screen reader');
}

async function checkMatrix(b) {
  await b.fill('least', '1');
  await b.until(`document.querySelector('.figures b').textContent === '${everyStory.length}'`);
  const cells = await b.run(`[...document.querySelectorAll('.matrix button')].map(cell => cell.title)`), found = [];
  for (let k = 0; k < cells.length; k++) {
    await b.run(`document.querySelectorAll('.matrix button')[${k}].click()`);
    found.push((await b.run(COUNT)).split(',')[0]);
    await b.run(`document.getElementById('clear').click()`);
    await b.fill('least', '1');
  }
  verdict(cells.some(cell => / alone$/.test(cell)) && cells.some(cell => / both /.test(cell)), 'the chart has languages that meet others and themselves', cells);
  same(found, cells.map(cell => cell.split(' in ')[0]), 'a cell of the chart shows as many stories as it tells');
}

async function checkFilters(b) {
  await b.go('#/', '.figures');
  await b.fill('query', 'вонсан');
  same(await b.run(COUNT), '1 story, 13 reports', 'the search finds a title');
  await b.fill('least', '1');
  await b.fill('query', "russia's far");
  same(await b.run(COUNT), '1 story, 1 report', 'with the apostrophe of the keyboard too');
  await b.fill('least', '2');
  await b.fill('query', 'Вонса\u0301н Лавров'.normalize('NFD'));
  same(await b.run(COUNT), '1 story, 13 reports', 'with a stress, and in letters taken apart');
  await b.fill('query', '');
  await b.run(`[...document.querySelectorAll('.chip')].find(c => c.textContent === 'kk').click()`);
  same(await b.run(COUNT), told(stories.filter(s => s.includes('kk'))), 'a language filters');
  await b.fill('how', 'all');
  await b.run(`[...document.querySelectorAll('.chip')].find(c => c.textContent === 'en').click()`);
  same(await b.run(COUNT), told(stories.filter(s => s.includes('kk') && s.includes('en'))), 'two languages together filter');
  await b.fill('how', 'only');
  await b.fill('least', '1');
  same(await b.run(COUNT), told(everyStory.filter(s => s.every(l => l === 'kk' || l === 'en'))), 'and what is told in no others');
  await b.run(`document.getElementById('clear').click()`);
  await b.fill('least', '4');
  same(await b.run(COUNT), told(stories.filter(s => s.length >= 4)), 'the size filters');
  await b.run(`document.getElementById('clear').click()`);
  await b.fill('source', 'Harbour Dispatch');
  verdict(/^[1-6] stor/.test(await b.run(COUNT)), 'a source filters', await b.run(COUNT));
  await b.run(`document.getElementById('clear').click()`);
  await b.fill('from', '2025-10-01T00:00');
  verdict(/^[1-6] stor/.test(await b.run(COUNT)), 'the time filters', await b.run(COUNT));
  await b.fill('to', '2025-10-01T00:00');
  same(await b.run(COUNT), 'No story fits these filters.', 'nothing found is said');
  await b.run(`document.getElementById('clear').click()`);
  same(await b.run(COUNT), told(stories), 'filters can be cleared');
  await b.fill('sort', 'first');
  const times = await b.run(`[...document.querySelectorAll('.row .when')].map(w => w.textContent)`);
  await b.fill('sort', 'last');
  verdict(times[0] !== await b.run(`document.querySelector('.row .when').textContent`), 'the order can be chosen', times);
  await b.fill('sort', 'size');
  await checkMatrix(b);
  await b.fill('least', '2');
  await b.until(`document.querySelector('button.name') !== null`);
  const winner = await b.run(`(() => { const b = document.querySelector('button.name'); b.click(); return b.textContent; })()`);
  same(await b.run(`document.getElementById('source').value`), winner, 'a source that was first filters');
  await b.run(`document.getElementById('clear').click()`);
}

async function checkKeyboard(b) {
  await b.go('#/', '.figures');
  const at = `document.activeElement.getAttribute('href') || document.activeElement.id || document.activeElement.tagName`;
  await b.run('document.activeElement.blur()');
  await b.key('/', '/');
  same(await b.run(at), 'query', '/ goes to the search');
  await b.key('ArrowDown');
  const first = await b.run(largest);
  same(await b.run(at), first, 'down goes into the list');
  await b.key('ArrowDown');
  const second = await b.run(at);
  verdict(second.startsWith('#/story/') && second !== first, 'down goes to the next story', second);
  await b.key('End');
  const set = name => b.run(`document.activeElement.closest('.row').getAttribute('aria-${name}')`);
  same(await set('posinset'), await set('setsize'), 'End goes to the last');
  await b.key('Home');
  await b.key('Enter');
  await b.until(`document.querySelector('.member') !== null`);
  await b.until(`document.activeElement.tagName === 'H2'`);
  verdict(true, 'Enter opens, and the heading has the focus');
  await b.key('Escape');
  await b.until(`document.querySelector('.member') === null`);
  same(await b.run(at), first, 'Escape leads back to the row');
  same(await b.run('document.documentElement.scrollHeight <= innerHeight'), true, 'the page itself does not scroll, only its panes');
  same(await b.nameless(), [], 'in list and overview everything has a name for a screen reader');
  const current = `['nav-list', 'nav-overview'].map(id => document.getElementById(id).getAttribute('aria-current'))`, seen = [await b.run(current)];
  for (const [hash, selector] of [['#/', '.figures'], [first, '.member']]) {
    await b.go(hash, selector);
    seen.push(await b.run(current));
  }
  same(seen, [['page', null], [null, 'page'], [null, null]], 'the links of the views tell which one is shown');
}

/* Where the list and the other views take turns, what leads to the list shows it first. */
async function checkOnePane(b, story) {
  const focused = '(document.activeElement.id || document.activeElement.getAttribute("href"))', press = async id => {
    await b.run(`document.getElementById('${id}').focus()`);
    await b.key('Enter');
  };
  for (const [hash, selector, heading] of [['#/', '.figures', 'Overview'], [story, '.member', 'Story']]) {
    for (const [way, act, wanted] of [['the skip link', () => press('skip'), story], ['/', () => b.key('/', '/'), 'query'],
                                      ['the link of the list', () => press('nav-list'), heading === 'Story' ? story : 'stories']]) {
      await b.go(hash, selector);
      await b.run(`document.activeElement.blur()`);
      await act();
      same(await b.run(`[document.body.dataset.view, ${focused}]`), ['list', wanted], `on a phone ${way} leads from ${heading} into the list`);
    }
  }
  await b.go('#/', '.figures');
  await press('nav-list');
  same(await b.run(`document.getElementById('announce').textContent`), told(stories), 'and the stories are announced');
}

async function checkNarrow(b) {
  await b.screen(360, 720);
  const story = await b.run(largest), wide = 'document.documentElement.scrollWidth';
  for (const [hash, selector] of [['#/list', '.row'], ['#/', '.figures'], [story, '.member'], [story + '/0/1', '.compare']]) {
    await b.go(hash, selector);
    verdict(await b.run(wide) <= 360, `nothing is wider than a phone: ${selector}`, await b.run(wide));
  }
  await checkOnePane(b, story);
  await b.go('#/list', '.row');
  for (const width of [360, 1360]) {
    await b.screen(width, 900);
    const over = await b.run(`(() => { document.getElementById('more').open = true; const pane = document.getElementById('filters').getBoundingClientRect().right;
      return [...document.querySelectorAll('#filters input, #filters select')].filter(e => e.getBoundingClientRect().right > pane).map(e => e.id); })()`);
    same(over, [], `the filters keep to their pane at a width of ${width}`);
  }
}

async function checkContrast(b) {
  const compare = (await b.run(largest)) + '/0/1', places = [['#/', '.matrix button'], [compare, '.ref'], [compare, 'mark.word']];
  for (const theme of ['light', 'dark']) {
    await b.run(`document.documentElement.dataset.theme = '${theme}'`);
    for (const [hash, selector] of places) {
      await b.go(hash, selector);
      const least = await b.contrast(selector);
      verdict(least >= 4.5 && least <= 21, `text stands out from its ground, ${theme}: ${selector}`, least);
    }
  }
  await b.run(`delete document.documentElement.dataset.theme`);
}

async function checkResized(b) {
  await b.screen(1360, 500);
  await b.go(await b.run(largest), '.member');
  const place = `[document.getElementById('main').scrollTop, document.querySelectorAll('.tied[open]').length]`, width = `document.querySelector('[aria-label="Timeline"] svg').viewBox.baseVal.width`;
  const wide = await b.run(width);
  await b.run(`document.querySelector('.tied').open = true; document.getElementById('main').scrollTop = 400`);
  const before = await b.run(place);
  await b.screen(1100, 500);
  await b.until(`${width} < ${wide}`);
  const after = await b.run(place);
  verdict(before[0] > 0 && after[0] > 0 && before[1] === 1 && after[1] === 1, 'another width or zoom leaves one where one was', {before, after});
}

async function checkDamaged(b) {
  await b.open(cut);
  await b.go(await b.run(largest), '.act');
  await b.run(`document.querySelector('.act').click()`);
  await b.until(`document.querySelector('.compare') !== null`);
  verdict(/cut off/.test(await b.run(`document.querySelector('.note').textContent`)), 'a page whose end is missing says so');
  same(b.complaints(), [], 'and works on without any complaint');
  await b.open(samples, {before: 'delete window.DecompressionStream', when: `document.querySelector('#main .note') !== null`});
  verdict(/too old/.test(await b.run(`document.querySelector('#main').textContent`)), 'a browser that is too old is told');
}

/* A server that keeps what follows the first letters of the first chunk until it is told to send it. */
async function slowServer(file) {
  const page = fs.readFileSync(file), held = page.indexOf('id="d0"') + 100;
  let rest;
  const asked = new Promise(done => { rest = done; });
  const server = http.createServer(async (_, response) => {
    response.writeHead(200, {'content-type': 'text/html; charset=utf-8'});
    response.write(page.subarray(0, held));
    await asked;
    response.end(page.subarray(held));
  });
  await new Promise(done => server.listen(0, '127.0.0.1', done));
  const stop = () => { server.close(); server.closeAllConnections(); };
  return {url: `http://127.0.0.1:${server.address().port}/`, rest, stop};
}

async function checkSlow(b) {
  const {url, rest, stop} = await slowServer(samples);
  await b.visit(url);
  await b.until(`document.getElementById('d0') !== null`);
  await b.run(`location.hash = document.querySelector('.row a').getAttribute('href')`);
  await b.run('new Promise(done => setTimeout(done, 200))');
  same(await b.run(`[document.readyState, document.getElementById('d0').nextSibling]`), ['loading', null], 'a chunk is still on its way');
  rest();
  await b.until(`document.querySelector('.member') !== null`);
  same(await b.run(`document.querySelector('main .note')?.textContent`), undefined, 'a page that arrives slowly is not called damaged');
  same(await b.run(`document.querySelectorAll('.member .headline a').length`), 13, 'and has all that came late');
  stop();
}

async function checkMany(b) {
  await b.open(many);
  const seen = [];
  for (const name of ['Agency', 'AGENCY', 'agency', 'agenc']) {
    await b.fill('source', name);
    seen.push((await b.run(COUNT)).split(',')[0]);
  }
  same(seen, ['3 stories', '3 stories', '3 stories', '3 stories'], 'a source is found however its capitals are typed');
  await b.run(`document.getElementById('clear').click()`);
  await b.until(`document.querySelectorAll('button.name').length === 4`);
  const chosen = await b.run(`[...document.querySelectorAll('button.name')].map(button => { button.click(); return [button.textContent, document.querySelectorAll('.row').length]; })`);
  same(chosen.sort(), [['AGENCY', 1], ['Agency', 1], ['Paper 0', 1], ['agency', 1]], 'in the chart each stands for itself');
  await b.fill('source', 'agency');
  same((await b.run(COUNT)).split(',')[0], '3 stories', 'and typed anew for all again');
  await b.run(`document.getElementById('clear').click()`);
  await b.go(await b.run(largest), '.point');
  await b.run(`[...document.querySelectorAll('.point')].pop().dispatchEvent(new MouseEvent('click'))`);
  same(await b.run(`[...document.querySelectorAll('.lit .byline')].map(line => line.querySelector('bdi').textContent)`), ['Paper 519'], 'a point of the timeline leads to its report, also where the list did not show it yet');
  await b.go(`${await b.run(largest)}/0/519`, '.compare');
  const menus = await b.run(`[...document.querySelectorAll('.side')].map(side => [side.querySelector('select').selectedOptions[0].textContent.split(' · ')[2], side.querySelector('.byline').lastChild.textContent])`);
  same(menus, [['Paper 0', 'Paper 0'], ['Paper 519', 'Paper 519']], 'the menus name the reports that are shown, in a large story too');
}

async function checkNumbers(b) {
  await b.open(numbers);
  const begun = Date.now();
  await b.go(`${await b.run(largest)}/0/1`, '.compare');
  const took = Date.now() - begun;
  console.log(`# two long lists of numbers were compared in ${took} ms`);
  verdict(took < 8000, 'two long texts full of numbers are soon compared', took);
  verdict(await b.run(`document.querySelectorAll('#side-a mark.word').length > 1000`), 'and their numbers are marked');
}

async function checkHostile(b) {
  await b.open(hostile);
  const story = await b.run(largest);
  const overrides = `/[\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069]/.test(document.documentElement.textContent)`;
  await b.go(story, '.member');
  verdict(await b.run(`document.body.innerText.includes('<script>window.pwned=1</script>')`), 'a title with a script is shown as text');
  verdict(await b.run(`[...document.querySelectorAll('.member .headline bdi')].every(x => x.dir === 'auto')`), 'titles are isolated');
  verdict(await b.run(overrides) === false, 'overrides of direction are gone');
  same(await b.run(`[...document.querySelectorAll('.member .headline a')].map(a => new URL(a.href).protocol)`), ['https:'], 'only web addresses become links');
  for (const pair of await b.run(`[...document.querySelectorAll('.act')].map(a => a.getAttribute('href'))`)) {
    await b.go(pair, '.compare');
    const refs = await b.run(`['a', 'b'].map(s => [...document.querySelectorAll('#side-' + s + ' .ref')].map(r => Number(r.dataset.k)).sort((x, y) => x - y))`);
    same(refs[0], refs[1], 'every passage has its other side where one of the two says it twice');
    await b.go(story, '.member');
  }
  const compare = await b.run(`document.querySelector('.act').getAttribute('href')`);
  await b.go(compare, '.compare');
  verdict(await b.run(overrides) === false, 'in texts too');
  await b.go('#/', '.figures');
  await b.fill('least', '1');
  await b.until(`document.querySelector('.figures b').textContent === '2'`);
  const drawn = await b.run(`[document.querySelectorAll('.bars rect').length, document.querySelectorAll('.bars text').length]`);
  verdict(drawn[0] < 200 && drawn[1] < 20, 'a chart over two thousand years can be read', drawn);
  same(await b.run('window.pwned'), undefined, 'nothing ran');
  same(await b.run(`document.querySelectorAll('body script:not([type])').length + document.querySelectorAll('img, iframe, object, svg[onload], [onerror]').length`), 1, 'nothing came into the page but its own script');
  same(b.complaints(), [], 'without any complaint');
  const refused = await b.run(`(() => { try { const s = document.createElement('script'); s.text = 'window.pwned = 9'; document.body.append(s); } catch { return 'thrown'; } return window.pwned; })()`);
  same(refused, 'thrown', 'the policy refuses scripts made later');
  same(await b.run(`(() => { try { document.body.innerHTML = '<b>x</b>'; return 'set'; } catch { return 'thrown'; } })()`), 'thrown', 'and markup made of text');
  const fetched = await b.run(`fetch('data:text/plain,x').then(() => 'fetched', () => 'refused')`);
  same(fetched, 'refused', 'and what would be fetched');
}

async function checkLarge(b) {
  let {ready, loaded} = await b.open(large);
  if (loaded >= 3000) ({ready, loaded} = await b.open(large));
  verdict(fs.statSync(large).size <= 40e6, 'a large page is no larger than was asked', fs.statSync(large).size);
  same(await b.run(`document.getElementById('left-out') === null`), true, 'nothing of it was left out');
  console.log(`# the large page was usable after ${ready} ms, whole after ${loaded} ms`);
  verdict(loaded < 3000, 'a large page opens in 3 seconds', loaded);
  /* The best of three, as the machine may be busy with something else. */
  const slowest = await b.run(`(() => {
    const best = [];
    let at = 0;
    const time = act => { const t = performance.now(); act(); document.body.offsetHeight; const took = performance.now() - t; best[at] = Math.min(best[at] ?? Infinity, took); at++; };
    const set = (id, value) => time(() => { const e = document.getElementById(id); e.value = value; e.dispatchEvent(new Event('input', {bubbles: true})); });
    for (let k = 0; k < 3; k++) {
      at = 0;
      set('query', 'путин'); set('query', 'e'); set('query', ''); set('least', '1'); set('sort', 'last'); set('from', '2019-11-18T10:00'); set('from', ''); set('sort', 'size');
      for (const chip of [...document.querySelectorAll('.chip')].slice(0, 4)) time(() => chip.click());
      time(() => document.getElementById('clear').click());
    }
    return Math.max(...best); })()`);
  console.log(`# the slowest filter took ${slowest.toFixed(1)} ms`);
  verdict(slowest < 100, 'a filter takes less than 100 ms', slowest);
  const charts = await b.run(`new Promise(done => {
    const main = document.getElementById('main');
    new MutationObserver((_, o) => { o.disconnect(); const t = performance.now(); document.body.offsetHeight; done(performance.now() - t); }).observe(main, {childList: true});
    const e = document.getElementById('least'); e.value = '1'; e.dispatchEvent(new Event('input', {bubbles: true})); })`);
  console.log(`# the layout of the charts took ${charts.toFixed(1)} ms`);
  await b.run(`document.getElementById('clear').click()`);
  verdict(await b.run(`document.querySelectorAll('.row').length < 40`), 'only the rows that are seen are there');
  const begun = Date.now();
  await b.go(await b.run(largest), '.member');
  console.log(`# the largest story was there after ${Date.now() - begun} ms`);
  verdict(await b.run(`document.querySelectorAll('.member').length > 10`), 'the largest story opens');
  same(b.complaints(), [], 'a large page works without any complaint');
}

async function main() {
  const b = new Browser();
  try {
    await checkSamples(b);
    await checkFilters(b);
    await checkKeyboard(b);
    await checkContrast(b);
    await checkResized(b);
    await checkNarrow(b);
    same(b.requests(), [], 'nothing is fetched');
    same(b.complaints(), [], 'the browser does not complain');
    await checkHostile(b);
    await checkMany(b);
    await checkNumbers(b);
    await checkDamaged(b);
    await checkSlow(b);
    if (large) await checkLarge(b);
  } finally {
    const gone = new Promise(done => b.child.on('exit', done));
    b.send('Browser.close', {}, undefined).catch(() => {});
    const late = setTimeout(() => b.child.kill(), 5000);
    await gone;
    clearTimeout(late);
  }
}
main().catch(error => verdict(false, 'the checks ran to their end', String(error))).finally(() => {
  console.log(`1..${number}`);
  process.exit(failures ? 1 : 0);
});
