import { createContext } from 'preact';
import { useEffect, useState } from 'preact/hooks';

/** Says something to the reader for a moment. */
export const ToastContext = createContext<(text: string) => void>(() => undefined);

/** What is being said, and how to say something else. */
export function useToast(): [string, (text: string) => void] {
  const [text, setText] = useState('');
  useEffect(() => {
    if (!text) return;
    const timer = setTimeout(() => setText(''), 6000);
    return () => clearTimeout(timer);
  }, [text]);
  return [text, setText];
}
