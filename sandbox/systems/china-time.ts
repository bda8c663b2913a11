const chinaOffsetMs = 8 * 3_600_000;

/** `20260227_140322`: the stamp in the names of backups, in Asia/Shanghai time. */
export function chinaStamp(at: Date): string {
  return chinaTime(at).replaceAll(/[-:]/g, '').replace(' ', '_').slice(0, 15);
}

/** `2026-02-27 14:03:22.123`, in Asia/Shanghai time (which has no summer time). */
export function chinaTime(at: Date): string {
  return new Date(at.getTime() + chinaOffsetMs).toISOString().replace('T', ' ').replace('Z', '');
}
