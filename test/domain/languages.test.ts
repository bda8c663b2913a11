import { describe, expect, it } from 'vitest';
import { languageIn } from '../../src/domain/languages.js';
import type { System } from '../../src/domain/system.js';

const system = (language: System['language'], ...channels: string[]) => ({ language, channels }) as unknown as System;

describe('what is spoken in a channel', () => {
  const languages = { workspace: 'zh-CN', channels: { C0OWN: 'en' } } as const;

  it('is its own language before all', () => {
    expect(languageIn('C0OWN', languages, [system('zh-CN', 'C0OWN')])).toBe('en');
  });

  it('is the language of its systems when they agree', () => {
    const systems = [system('en', 'C0A'), system('en', 'C0A'), system('zh-CN', 'C0B')];
    expect(languageIn('C0A', languages, systems)).toBe('en');
  });

  it('is the language of the workspace when they do not, or when there are none', () => {
    expect(languageIn('C0A', languages, [system('en', 'C0A'), system('zh-CN', 'C0A')])).toBe('zh-CN');
    expect(languageIn('constructor', languages, [])).toBe('zh-CN');
  });
});
