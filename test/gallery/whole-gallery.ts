import { GALLERY } from '../../gallery/gallery.js';
import { type Exhibit, type Room, roomsOf } from '../../gallery/shown.js';

let rooms: Promise<readonly Room[]> | undefined;

/** The gallery, made once. */
export function wholeGallery(): Promise<readonly Room[]> {
  rooms ??= roomsOf(GALLERY);
  return rooms;
}

/** Everything in it, by group and name. */
export async function exhibits(): Promise<readonly (readonly [name: string, exhibit: Exhibit])[]> {
  return (await wholeGallery()).flatMap(({ id, exhibits: all }) =>
    all.map((exhibit) => [`${id}: ${exhibit.entry.name}`, exhibit] as const),
  );
}
