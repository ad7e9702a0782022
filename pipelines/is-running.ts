/** Whether a process of that id runs on this machine; what a process that is no more has left aside may be removed. */
export function isRunning(id: number): boolean {
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    // somebody else's process is a process
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
