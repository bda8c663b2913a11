// Drawn on a 24 by 24 grid, in the colour of the words around them.
const shapes = {
  home: 'M4 11 12 4l8 7v8a1 1 0 0 1-1 1h-4v-6H9v6H5a1 1 0 0 1-1-1z',
  message: 'M4 6a2 2 0 0 1 2-2h12a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2h-6l-5 4v-4H6a2 2 0 0 1-2-2z',
  bell: 'M6 10a6 6 0 0 1 12 0c0 5 2 6 2 7H4c0-1 2-2 2-7M10 20h4',
  search: 'M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14m5-2 4 4',
  menu: 'M4 6h16M4 12h16M4 18h16',
  more: 'M12 5.5v.01M12 12v.01M12 18.5v.01',
  overflow: 'M5.500 12v.01M12 12v.01M18.500 12v.01',
  link: 'M10 14a4 4 0 0 0 6 0l3-3a4 4 0 0 0-6-6l-1 1m2 4a4 4 0 0 0-6 0l-3 3a4 4 0 0 0 6 6l1-1',
  eye: 'M3 12s3.500-6 9-6 9 6 9 6-3.500 6-9 6-9-6-9-6m9 2.500a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5',
  send: 'M5 19 20 12 5 5l2 7zm2-7h6',
  close: 'M6 6l12 12M18 6 6 18',
  file: 'M7 3h7l5 5v12a1 1 0 0 1-1 1H7a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1m7 0v5h5',
  people:
    'M9 11a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7m-6 9c0-4 3-6 6-6s6 2 6 6m0-16a3.500 3.500 0 0 1 0 7m3 9c0-3-1-5-3-6',
} as const;

/** A small drawing beside or instead of words; those who cannot see it are told by the words. */
export function Icon({ name }: { name: keyof typeof shapes }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={shapes[name]} />
    </svg>
  );
}
