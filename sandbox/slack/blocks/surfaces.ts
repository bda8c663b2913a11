/** Where blocks may be shown. */
export type Surface = 'message' | 'modal' | 'home';

const everywhere: Surface[] = ['message', 'modal', 'home'];

const surfaces: Record<string, Surface[]> = {
  actions: everywhere,
  context: everywhere,
  divider: everywhere,
  header: everywhere,
  image: everywhere,
  input: everywhere,
  rich_text: everywhere,
  section: everywhere,
  alert: ['modal'],
  markdown: ['message'],
  plan: ['message'],
  task_card: ['message'],
  // Listed for modals and Home as well, but not rendered there.
  table: ['message'],
};

export const mostBlocks: Record<Surface, number> = { message: 50, modal: 100, home: 100 };

/** True when a block of this type is accepted on this surface; unknown types are judged elsewhere. */
export function isAllowedOn(type: string, surface: Surface): boolean {
  return surfaces[type]?.includes(surface) ?? true;
}
