import type { Monitor } from '../monitor.ts';
import type { Target } from '../target/target.ts';
import { bar, curve } from './overview-pictures.ts';
import { overviewStyle } from './overview-style.ts';
import { duration, escaped, megabytes, percentage } from './overview-text.ts';
import { targetJson } from './target-json.ts';

const REFRESH_SECONDS = 5;

/** The page for people: every service's use, limit, trend and time to its limit, and the last alerts. */
export function overviewPage(monitor: Monitor, nowMs: number, refreshes: boolean): string {
  const time = clock(new Date(nowMs).toISOString());
  const toggle = refreshes
    ? `It refreshes every ${REFRESH_SECONDS} s. <a href="/?refresh=off">Stop refreshing</a>`
    : '<a href="/">Refresh by itself again</a>';
  const rows = monitor.targets.map((target) => targetRow(monitor, target, nowMs)).join('');
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Memory of the stack</title>
${refreshes ? `<meta http-equiv="refresh" content="${REFRESH_SECONDS}">\n` : ''}<style>${overviewStyle}</style></head><body><main>
<h1>Memory of the stack</h1>
<p>${time} UTC. ${toggle}</p>
<div class="scroll" tabindex="0" role="region" aria-label="Services"><table>
<thead><tr><th scope="col">Service</th><th scope="col" class="text">State</th><th scope="col">Used, MB</th><th scope="col">Limit, MB</th><th scope="col">Share</th><th scope="col" class="text">Of the limit</th><th scope="col" class="text">Last hour</th><th scope="col">Trend, MB/h</th><th scope="col">Time to limit</th><th scope="col">Working set, MB</th><th scope="col">Restarts</th></tr></thead>
<tbody>${rows}</tbody></table></div>
<p>Used is what the kernel cannot take back: anonymous, shared and kernel memory. Working set counts active page cache too.</p>
${triggerTable(monitor, nowMs)}${alertTable(monitor)}
<p><a href="/metrics">Metrics</a>, <a href="/api/targets">targets</a> and <a href="/api/alerts">alerts</a> for programs.</p>
</main></body></html>
`;
}

function targetRow(monitor: Monitor, target: Target, nowMs: number): string {
  const facts = targetJson(target, nowMs);
  const { thresholds } = monitor.config;
  const { warningRatio } = target.config;
  const trend = facts.trendBytesPerHour;
  const cells = [
    `<th scope="row">${escaped(target.name)}</th>`,
    `<td class="text">${stateOf(target, nowMs)}</td>`,
    cell(megabytes(facts.usedBytes)),
    cell(
      facts.limitBytes === null && facts.usedBytes !== null ? 'none' : megabytes(facts.limitBytes),
    ),
    cell(percentage(facts.usedRatio)),
    cell(
      facts.usedRatio === null ? '' : bar(facts.usedRatio, warningRatio, thresholds.memoryRatio),
    ),
    cell(curve(target.history, facts.limitBytes)),
    cell(trend !== null && trend > 0 ? `+${megabytes(trend)}` : megabytes(trend)),
    cell(duration(facts.timeToLimitSeconds)),
    cell(megabytes(facts.workingSetBytes)),
    cell(String(facts.restarts)),
  ];
  return `<tr>${cells.join('')}</tr>`;
}

function stateOf(target: Target, nowMs: number): string {
  const held = target.triggers(nowMs).filter(({ holds }) => holds);
  if (held.length > 0)
    return `<strong class="bad">${held.map(({ name }) => name).join(', ')}</strong>`;
  if ((target.usedRatio ?? 0) > target.config.warningRatio)
    return '<strong class="warn">above the warning</strong>';
  if (target.memory === null && target.config.cgroup !== null) return 'not running';
  return 'calm';
}

/** Why a deployment would go back now; nothing when it would not. */
function triggerTable({ targets }: Monitor, nowMs: number): string {
  const rows = targets.flatMap((target) =>
    target
      .triggers(nowMs)
      .filter(({ holds }) => holds)
      .map(
        ({ name, since, detail }) =>
          `<tr><td class="text">${escaped(target.name)}</td><td class="text"><strong class="bad">${name}</strong></td><td class="text">${clock(since ?? '')}</td><td class="wide">${escaped(detail)}</td></tr>`,
      ),
  );
  if (rows.length === 0) return '';
  return `<h2>Rollback triggers that hold</h2><div class="scroll" tabindex="0" role="region" aria-label="Rollback triggers"><table><thead><tr>${['Service', 'Trigger', 'Since, UTC', 'Figures'].map((name) => `<th scope="col" class="text">${name}</th>`).join('')}</tr></thead><tbody>${rows.join('')}</tbody></table></div>`;
}

/** An ISO time as people read it. */
function clock(iso: string): string {
  return iso.slice(0, 19).replace('T', ' ');
}

function alertTable({ alerts }: Monitor): string {
  if (alerts.recent.length === 0) return '<h2>Alerts</h2><p>None since the start.</p>';
  const rows = alerts.recent.map(
    ({ at, target, alert, level, state, detail }) =>
      `<tr><td>${clock(at)}</td>${[target, alert, level, state]
        .map((text) => `<td class="text">${escaped(text)}</td>`)
        .join('')}<td class="wide">${escaped(detail)}</td></tr>`,
  );
  return `<h2>Alerts</h2><div class="scroll" tabindex="0" role="region" aria-label="Alerts"><table><thead><tr><th scope="col">Time, UTC</th>${['Service', 'Alert', 'Level', 'State', 'Figures'].map((name) => `<th scope="col" class="text">${name}</th>`).join('')}</tr></thead><tbody>${rows.join('')}</tbody></table></div>`;
}

function cell(content: string): string {
  return `<td>${content}</td>`;
}
