import { createHash } from 'node:crypto';

/** The whole style of the page; light or dark as the reader's system is. */
export const overviewStyle = `
:root{color-scheme:light dark;--ink:#1b1f24;--soft:#59636e;--line:#d1d9e0;--ground:#fff;--use:#0969da;--warn:#9a6700;--bad:#cf222e;--track:#e8ecf0}
@media(prefers-color-scheme:dark){:root{--ink:#e6edf3;--soft:#9198a1;--line:#3d444d;--ground:#0d1117;--use:#4493f8;--warn:#d29922;--bad:#f85149;--track:#262c36}}
*{box-sizing:border-box}
body{margin:0;padding:1.5rem;background:var(--ground);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
main{max-width:86rem;margin:auto}
h1{font-size:1.4rem;margin:0}
h2{font-size:1.1rem;margin:2rem 0 .5rem}
p{margin:.25rem 0 1rem;color:var(--soft)}
a{color:var(--use)}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
th,td{padding:.5rem .6rem;border-bottom:1px solid var(--line);text-align:right;white-space:nowrap;vertical-align:middle}
th{font-weight:600;color:var(--soft)}
th:first-child,td:first-child,.text{text-align:left}
td.wide{white-space:normal;min-width:16rem;text-align:left}
svg{display:block}
.track{fill:var(--track)}.use{fill:var(--use)}.warn{fill:var(--warn)}.bad{fill:var(--bad)}
.curve{fill:none;stroke:var(--use);stroke-width:1.5}
.limit{stroke:var(--line);stroke-dasharray:3 3}
strong.bad{color:var(--bad)}strong.warn{color:var(--warn)}
`;

/** The source expression by which the content security policy allows this style and no other. */
export const styleHash = `sha256-${createHash('sha256').update(overviewStyle).digest('base64')}`;
