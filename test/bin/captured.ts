/** What is written to standard output and standard error while a test runs, kept off the terminal. */
export function captureOutput(): { stdout: string; stderr: string } {
  const captured = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const)
    jest.spyOn(process[name], 'write').mockImplementation((text) => {
      captured[name] += text;
      return true;
    });
  return captured;
}
