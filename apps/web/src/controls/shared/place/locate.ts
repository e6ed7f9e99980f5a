/** Where the device says it is. */
export interface Fix {
  lat: string;
  lng: string;
  accuracy: number;
}

export type FixFault = 'refused' | 'not_found' | 'not_here';

/** Asks the device; the person has to allow it. Browsers ask on secure pages only. */
export function locate(timeout = 15_000): Promise<Fix> {
  return new Promise((resolve, reject) => {
    const fail = (fault: FixFault): void => { reject(new Error(fault)); };
    if (!('geolocation' in navigator) || !window.isSecureContext) {
      fail('not_here');
      return;
    }
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        resolve({ lat: coords.latitude.toFixed(6), lng: coords.longitude.toFixed(6), accuracy: Math.ceil(coords.accuracy) });
      },
      (error) => { fail(error.code === error.PERMISSION_DENIED ? 'refused' : 'not_found'); },
      { enableHighAccuracy: true, timeout, maximumAge: 0 },
    );
  });
}
