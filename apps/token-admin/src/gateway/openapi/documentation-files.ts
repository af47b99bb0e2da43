export const documentationStyle = `
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #1c2733; }
section { border-top: 1px solid #c8d1db; margin-top: 2rem; }
.method { font-size: .8em; background: #1c2733; color: #fff; padding: .1em .5em; border-radius: .25em; }
h1, h2, p, li, td { overflow-wrap: anywhere; }
h2 { font-size: 1.1rem; }
pre { background: #f3f6f9; padding: 1rem; overflow: auto; max-height: 24rem; font-size: .85rem; }
.wide { overflow-x: auto; }
nav ul { columns: 20rem; }
td { padding: .2rem 1rem .2rem 0; vertical-align: top; }
summary { cursor: pointer; color: #0b5cad; }
h3 { margin-bottom: .2rem; }
input { font: inherit; padding: .3rem .5rem; max-width: 100%; box-sizing: border-box; }
[hidden], nav div:not(:has(li:not([hidden]))), body > div:not(:has(section:not([hidden]))) { display: none; }
`;

/** Leaves the operations in which every word stands: in the path, the words, the fields or the error codes. */
export const documentationScript = `
const search = document.querySelector('#search');
const operations = [...document.querySelectorAll('section')].map((section) => ({
  section,
  entry: document.querySelector('nav a[href="#' + section.id + '"]').parentElement,
  text: (section.id + ' ' + section.textContent).toLowerCase(),
}));
search.querySelector('input').addEventListener('input', ({ target }) => {
  const words = target.value.toLowerCase().split(' ').filter((word) => word !== '');
  let found = 0;
  for (const { section, entry, text } of operations) {
    const isFound = words.every((word) => text.includes(word));
    section.hidden = entry.hidden = !isFound;
    if (isFound) found += 1;
  }
  search.querySelector('output').textContent = words.length === 0 ? '' : found + ' of ' + operations.length;
});
search.hidden = false;
`;
