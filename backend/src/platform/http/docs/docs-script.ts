/**
 * The reference page's script. It builds every element by hand, so that no text of the document
 * is ever read as HTML.
 */
export const docsScript = `
const routes = document.getElementById('routes');
const filter = document.getElementById('filter');

function element(name, text, ...children) {
  const made = document.createElement(name);
  if (text) made.textContent = text;
  made.append(...children);
  return made;
}

function schemaBlock(title, schema) {
  if (!schema || Object.keys(schema).length === 0) return [];
  return [element('h4', title), element('pre', JSON.stringify(schema, null, 2))];
}

function parameterTable(parameters) {
  if (parameters.length === 0) return [];
  const head = element('tr', '', element('th', 'Parameter'), element('th', 'In'), element('th', 'Schema'));
  const rows = parameters.map((parameter) =>
    element('tr', '',
      element('td', parameter.name + (parameter.required ? ' (required)' : '')),
      element('td', parameter.in),
      element('td', '', element('code', JSON.stringify(parameter.schema)))));
  return [element('table', '', head, ...rows)];
}

function contentBlocks(title, content) {
  return Object.entries(content ?? {}).flatMap(([type, media]) =>
    [element('p', title + ': ' + type), ...schemaBlock('Schema', media.schema)]);
}

function routeBlock(path, method, operation) {
  const block = document.createElement('details');
  block.dataset.text = [method, path, operation.summary, operation['x-access']].join(' ').toLowerCase();
  block.append(element('summary', '', element('b', method.toUpperCase()), element('code', path),
    document.createTextNode(' ' + operation.summary)));
  block.addEventListener('toggle', () => {
    if (block.childElementCount > 1) return;
    const answers = Object.entries(operation.responses)
      .filter(([status]) => status !== 'default')
      .flatMap(([status, answer]) => contentBlocks('Answer ' + status, answer.content));
    block.append(element('div', '',
      element('p', 'Access: ' + operation['x-access']),
      ...parameterTable(operation.parameters),
      ...contentBlocks('Body', operation.requestBody?.content),
      ...answers));
  });
  return block;
}

function show(document_) {
  const groups = new Map();
  for (const [path, methods] of Object.entries(document_.paths))
    for (const [method, operation] of Object.entries(methods)) {
      const tag = operation.tags[0];
      if (!groups.has(tag)) groups.set(tag, []);
      groups.get(tag).push(routeBlock(path, method, operation));
    }
  routes.replaceChildren(...[...groups].sort().map(([tag, blocks]) =>
    element('section', '', element('h2', tag), ...blocks)));
}

filter.addEventListener('input', () => {
  const wanted = filter.value.trim().toLowerCase();
  for (const block of routes.querySelectorAll('details'))
    block.hidden = !block.dataset.text.includes(wanted);
  for (const section of routes.querySelectorAll('section'))
    section.hidden = !section.querySelector('details:not([hidden])');
});

try {
  const answer = await fetch('/api/openapi.json');
  if (!answer.ok) throw new Error('The server answered ' + answer.status);
  show(await answer.json());
} catch (error) {
  routes.textContent = 'The routes could not be read: ' + error.message;
}
`;
