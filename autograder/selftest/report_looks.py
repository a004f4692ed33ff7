# SPDX-License-Identifier: MIT
"""How report.html looks in a browser: no scrolling sideways, letters that
stand out from what is behind them, nothing fetched, nothing run, and as many
dots as there are pairs."""
from pathlib import Path

from browser import Browser

SIZES = ((390, 844), (1280, 900))
CONTRAST = 4.5

UNFOLD = "document.querySelectorAll('details').forEach(d => { d.open = true; })"

# Every text that is shown, with its contrast (as WCAG 2 defines it) to the
# colours behind it.
CONTRASTS = r"""
(() => {
  const parse = text => {
    const n = text.match(/^rgba?\(([^)]*)\)$/);
    if (!n) throw new Error('a colour that is not understood: ' + text);
    const [r, g, b, a = 1] = n[1].split(/[ ,\/]+/).map(Number);
    return {r, g, b, a};
  };
  const over = (top, under) => ({
    r: top.r * top.a + under.r * (1 - top.a),
    g: top.g * top.a + under.g * (1 - top.a),
    b: top.b * top.a + under.b * (1 - top.a), a: 1});
  const part = v => (v /= 255) <= 0.04045 ? v / 12.92
                                          : ((v + 0.055) / 1.055) ** 2.4;
  const light = c => 0.2126 * part(c.r) + 0.7152 * part(c.g) +
                     0.0722 * part(c.b);
  const meet = (a, b) => a.left < b.right && b.left < a.right &&
                         a.top < b.bottom && b.top < a.bottom;
  const behind = element => {
    const layers = [];
    const svg = element.closest('svg');
    if (svg)
      for (const rect of svg.querySelectorAll('rect'))
        if (meet(rect.getBoundingClientRect(),
                 element.getBoundingClientRect()))
          layers.unshift(parse(getComputedStyle(rect).fill));
    for (let e = svg ? svg.parentElement : element; e; e = e.parentElement) {
      const style = getComputedStyle(e);
      if (style.opacity !== '1' || style.backgroundImage !== 'none')
        throw new Error('what is behind ' + e.tagName + ' is not plain');
      layers.push(parse(style.backgroundColor));
    }
    return layers.reverse().reduce((under, top) => over(top, under),
                                   {r: 128, g: 128, b: 128, a: 1});
  };
  const found = [];
  const walker = document.createTreeWalker(document.body,
                                           NodeFilter.SHOW_TEXT);
  for (let node; (node = walker.nextNode());) {
    const element = node.parentElement;
    if (!node.data.trim() || !element.checkVisibility() ||
        ['title', 'desc'].includes(element.tagName))
      continue;
    const style = getComputedStyle(element), back = behind(element);
    const text = over(parse(element.closest('svg') ? style.fill
                                                   : style.color), back);
    const [dark, bright] = [light(text), light(back)].sort((a, b) => a - b);
    found.push([(bright + 0.05) / (dark + 0.05),
                node.data.trim().slice(0, 40)]);
  }
  return found;
})()
"""

# Elements that stick out of the page, whatever their parents hide.
WIDTHS = r"""
(() => {
  const width = document.documentElement.clientWidth;
  const wide = [...document.body.querySelectorAll('*')]
    .filter(e => e.checkVisibility() &&
                 e.getBoundingClientRect().right > width + 0.5 &&
                 !['svg', 'text', 'line', 'rect', 'circle']
                   .includes(e.tagName))
    .map(e => e.tagName + '.' + e.className);
  return {scroll: document.scrollingElement.scrollWidth, wide,
          ink: [...document.querySelectorAll('svg text')].filter(
            e => e.getBoundingClientRect().right > width ||
                 e.getBoundingClientRect().left < 0).length};
})()
"""

PLOTS = r"""
Object.fromEntries([...document.querySelectorAll('figure')].map(figure => {
  const x = (e, name) => e ? parseFloat(e.getAttribute(name)) : null;
  const svg = figure.querySelector('svg');
  return [figure.id, {
    dots: [...svg.querySelectorAll('circle')].map(e => x(e, 'cx')),
    middle: x(svg.querySelector('line.middle'), 'x1'),
    gold: x(svg.querySelector('line.gold'), 'x1'),
    required: x(svg.querySelector('line.required'), 'x1'),
    labels: [...svg.querySelectorAll('text')].map(e => e.textContent),
    words: svg.querySelector('desc').textContent,
    height: svg.getBoundingClientRect().height}];
}))
"""


def looks(browser, width):
    size = browser.value(WIDTHS)
    if size["scroll"] > width:
        yield f"it is {size['scroll']} wide where there are {width}"
    if size["wide"]:
        yield f"it sticks out: {size['wide'][:5]}"
    if size["ink"]:
        yield "a plot's letters stick out"
    texts = browser.value(CONTRASTS)
    if len(texts) < 10:
        yield f"there are only {len(texts)} texts"
    for contrast, text in sorted(texts)[:5]:
        if contrast < CONTRAST:
            yield f"contrast {contrast:.2f}: {text!r}"


def quiet(browser, url, title):
    for event in browser.events:
        fetched = event.get("params", {}).get("request", {}).get("url", url)
        if event["method"] == "Network.requestWillBeSent" and fetched != url:
            yield f"it fetches {fetched}"
        if event["method"] in ("Page.javascriptDialogOpening",
                               "Network.webSocketCreated"):
            yield f"there was {event['method']}"
    if browser.value("document.scripts.length") != 0:
        yield "there are scripts"
    if browser.value("document.title") != title:
        yield "a script has run: the title is " + \
            browser.value("document.title")


def plots(browser, results):
    found = browser.value(PLOTS)
    want = {f"plot-{e['id']}-{t['name']}": t for c in results["chapters"]
            for e in c["exercises"] for t in e["timing"]
            if t["pairs"] and t["ratio"]}
    if found.keys() != want.keys():
        yield f"the plots are {sorted(found.keys() ^ want.keys())} off"
    for name in found.keys() & want.keys():
        plot, target = found[name], want[name]
        if len(plot["dots"]) != target["pairs"]:
            yield f"{name}: {len(plot['dots'])} dots, {target['pairs']} pairs"
        # Which lies left of which, of all that is drawn.
        for key, ratio in (("middle", target["ratio"]),
                           ("gold", target["gold"]),
                           ("required", target["required"])):
            for dot, pair in zip(plot["dots"], target["ratios"]):
                if (pair < ratio - 0.002 and dot > plot[key] + 0.01) or \
                        (pair > ratio + 0.002 and dot < plot[key] - 0.01):
                    yield f"{name}: the pair {pair} stands on the wrong " \
                          f"side of {key}"
        for label in ("gold", "required"):
            if f"{label} {target[label]:.2f}" not in plot["labels"]:
                yield f"{name}: {label} has no label"
        if f"{target['pairs']} ratios" not in plot["words"]:
            yield f"{name}: it says {plot['words']!r}"
        if plot["height"] < 40:
            yield f"{name}: it is {plot['height']} high"


def look(browser, folder, results, title):
    """(what, complaints) of the page in `folder`, in each size and light."""
    url = (Path(folder) / "report.html").resolve().as_uri()
    for width, height in SIZES:
        for dark in (False, True):
            browser.look(width, height, dark)
            browser.open(url)
            browser.value(UNFOLD)
            wrong = list(looks(browser, width))
            wrong += quiet(browser, url, title)
            wrong += plots(browser, results)
            yield f"{width} wide, {'dark' if dark else 'light'}", wrong


__all__ = ["Browser", "look"]
