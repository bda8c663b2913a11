import { access } from 'node:fs/promises';
import { DEFAULT_INVENTORY } from '../config/environment.js';
import { type InventoryReading, readInventory } from '../config/read-inventory.js';

/** Where plans lie for a command that needs no inventory and was told of none. */
export const DEFAULT_FOLDER = 'plans';

/** The inventory of a command that also works without: undefined where nobody named one and there is no `./backout.yaml`. */
export async function inventoryHere({
  file,
  config,
}: {
  readonly file: string;
  readonly config?: string;
}): Promise<InventoryReading | undefined> {
  const isNamed = config !== undefined || file !== DEFAULT_INVENTORY;
  const isThere = () =>
    access(file).then(
      () => true,
      () => false,
    );
  return isNamed || (await isThere()) ? readInventory(file) : undefined;
}
