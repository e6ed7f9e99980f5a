import { create } from 'zustand';

interface AccessState {
  /** The token that proves that a change comes from this page. */
  csrf: string | null;
  /** Whether the server said that the session has ended while the page was in use. */
  expired: boolean;
  hold: (csrf: string | null) => void;
  expire: () => void;
}

/** What the client must know of the session; the person's own data is in the session query. */
export const useAccess = create<AccessState>()((set) => ({
  csrf: null,
  expired: false,
  hold: (csrf) => {
    set({ csrf, expired: false });
  },
  expire: () => {
    set({ expired: true });
  },
}));
