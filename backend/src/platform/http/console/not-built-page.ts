/** What `/` shows while `frontend/dist` does not exist. */
export const notBuiltPage = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>LexiFlow</title></head>
<body>
<h1>LexiFlow is running; its console is not built</h1>
<p>Run <code>npm run build</code> (or <code>npm start</code>, which does it) and reload this page.</p>
<p>The API answers at <a href="/api/docs">/api/docs</a> and <a href="/api/health">/api/health</a>.</p>
</body>
</html>
`;
