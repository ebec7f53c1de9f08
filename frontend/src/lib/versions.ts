/**
 * Versions that this tab has itself replaced. An edit begun before its own earlier edit was answered names an old
 * version; as long as nobody else changed the record in between, it may name the newer one.
 */
export class OwnVersions {
  private readonly next = new Map<string, number>();

  note(id: number, sent: number, answered: number): void {
    if (answered === sent + 1) this.next.set(`${id}:${sent}`, answered);
  }

  newest(id: number, version: number): number {
    let current = version;
    for (;;) {
      const later = this.next.get(`${id}:${current}`);
      if (later === undefined) return current;
      current = later;
    }
  }
}
