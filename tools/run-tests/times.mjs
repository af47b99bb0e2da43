const shownMax = 12;

/** The files that took longest, so that it is seen where the time goes. */
export function showTimes(specs) {
  const longest = [...specs].sort((a, b) => b.seconds - a.seconds).slice(0, shownMax);
  if (longest.length === 0) return;
  console.log('\nThe longest files:');
  for (const { project, name, seconds } of longest)
    console.log(`  ${seconds.toFixed(0).padStart(4)} s  ${project}  ${name}`);
}
