/** The frame of the API reference; `docs-script.ts` fills it from `/api/openapi.json`. */
export const docsPage = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>LexiFlow API</title>
<link rel="stylesheet" href="/api/docs/docs.css">
<script type="module" src="/api/docs/docs.js"></script>
</head>
<body>
<header>
<h1>LexiFlow API</h1>
<p>The machine-readable form is <a href="/api/openapi.json">openapi.json</a>; errors are listed at
<a href="/api/docs/errors">errors</a>.</p>
<label>Filter <input id="filter" type="search" placeholder="path, summary or permission"></label>
</header>
<main id="routes" aria-live="polite">Loading the routes.</main>
</body>
</html>
`;

/** Styles of the reference and of the list of errors. */
export const docsStyles = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 60rem; margin: 0 auto; padding: 1rem; }
h2 { margin-top: 2rem; border-bottom: 1px solid; text-transform: capitalize; }
summary { cursor: pointer; padding: 0.25rem 0; }
summary b { display: inline-block; min-width: 4.5rem; }
code, pre, summary b { font-family: ui-monospace, monospace; font-size: 0.9rem; }
pre { overflow-x: auto; padding: 0.75rem; border: 1px solid; border-radius: 4px; max-height: 24rem; }
details > div { padding: 0 0 1rem 1rem; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: 0.35rem 0.75rem 0.35rem 0; border-bottom: 1px solid; }
input { font: inherit; padding: 0.25rem 0.5rem; width: 20rem; max-width: 100%; }
`;
