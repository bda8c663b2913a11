export type Surface = 'message' | 'modal' | 'home';
export interface Problem {
  pointer: string;
  message: string;
  code: string;
}
export function checkBlocks(_b: unknown[], _s: Surface): { error?: string; problems: Problem[] } {
  return { problems: [] };
}
export function checkView(_v: unknown): Problem[] {
  return [];
}
