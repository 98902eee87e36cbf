/** Processor time of this thread: on a busy machine a pause is longer than its work, and says nothing about the next. */
export function threadMs(): number {
  // Before Node 23.9 there is only the time of all threads.
  const hasOwn = typeof (process as Partial<NodeJS.Process>).threadCpuUsage === 'function';
  const { user, system } = hasOwn ? process.threadCpuUsage() : process.cpuUsage();
  return (user + system) / 1000;
}
