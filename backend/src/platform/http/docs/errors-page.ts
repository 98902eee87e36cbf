import type { ErrorSpec } from '../../errors/define-error.ts';

/** The page that a problem's `type` points to: every code with its status, meaning and hint. */
export function errorsPage(errors: ReadonlyMap<string, ErrorSpec>): string {
  const rows = [...errors]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([code, { status, message, hint }]) =>
      [`<tr id="${code}"><td><code>${code}</code></td><td>${status}</td>`]
        .concat(`<td>${escapeHtml(message)}</td><td>${escapeHtml(hint ?? '')}</td></tr>`)
        .join(''),
    );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>LexiFlow errors</title>
<link rel="stylesheet" href="/api/docs/docs.css">
</head>
<body>
<h1>Errors</h1>
<p>Every error answer is a problem document (RFC 9457) with one of these codes.</p>
<table>
<tr><th>Code</th><th>Status</th><th>What happened</th><th>What to do</th></tr>
${rows.join('\n')}
</table>
</body>
</html>
`;
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
