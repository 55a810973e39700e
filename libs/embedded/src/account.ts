/** An account of the operating system that programs run under. */
export interface Account {
  name: string;
  /** What to hand to `spawn`; absent: the account of this process. */
  ids?: { uid: number; gid: number };
}
