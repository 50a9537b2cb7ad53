/** The fair that this server shows. The shell follows its stream and keeps it here for all views. */
import type { FairSnapshot } from '@protocol';

class CurrentFair {
  value = $state.raw<FairSnapshot>();

  /** Live hours: from the phase `live` to the phase `after`, if the fair names them. */
  get live(): { from: number; until: number } | undefined {
    const from = this.value?.phases.find((date) => date.phase === 'live')?.starts_at;
    const until = this.value?.phases.find((date) => date.phase === 'after')?.starts_at;
    return from === undefined || until === undefined ? undefined : { from, until };
  }

  get writeUntil(): number | undefined {
    return this.value?.phases.find((date) => date.phase === 'read_only')?.starts_at;
  }

  get takesWriting(): boolean {
    return this.value?.phase !== 'read_only' && this.value?.phase !== 'over';
  }
}

export const currentFair = new CurrentFair();
