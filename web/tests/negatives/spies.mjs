/**
 * Runs in every page before any of its own code: whatever of the browser could read the person, the device or the
 * room is wrapped, and each use is reported. The page gets every permission, so that nothing stays away only because
 * it would have been refused.
 */
export function spies() {
  const say = globalThis.__usedByThePage;
  const report = (what) => void say?.(what);
  const call = (holder, name, what = name) => {
    const own = holder?.[name];
    if (typeof own !== 'function') return;
    holder[name] = function (...rest) {
      report(what);
      return own.apply(this, rest);
    };
  };
  const look = (holder, name, what = name) => {
    if (!holder) return;
    const own = Object.getOwnPropertyDescriptor(holder, name);
    if (own && !own.configurable) return;
    Object.defineProperty(holder, name, {
      configurable: true,
      get() {
        report(what);
        return own?.get ? own.get.call(this) : own?.value;
      },
      set(value) {
        report(`${what} =`);
        own?.set?.call(this, value);
      },
    });
  };
  const make = (name) => {
    const own = globalThis[name];
    if (typeof own !== 'function') return;
    globalThis[name] = new Proxy(own, {
      construct(target, rest, as) {
        report(`new ${name}`);
        return Reflect.construct(target, rest, as);
      },
    });
  };
  const proto = (name) => globalThis[name]?.prototype;

  call(proto('Clipboard'), 'read', 'clipboard.read');
  call(proto('Clipboard'), 'readText', 'clipboard.readText');
  call(proto('Clipboard'), 'write', 'clipboard.write');
  call(proto('Clipboard'), 'writeText', 'clipboard.writeText');

  const device = proto('Navigator');
  for (const name of [
    'geolocation',
    'bluetooth',
    'usb',
    'serial',
    'hid',
    'contacts',
    'keyboard',
    'connection',
  ])
    look(device, name, `navigator.${name}`);
  for (const name of ['plugins', 'mimeTypes', 'userAgentData', 'deviceMemory', 'hardwareConcurrency'])
    look(device, name, `navigator.${name}`);
  call(device, 'getBattery');
  call(device, 'requestMIDIAccess');
  call(proto('Permissions'), 'query', 'permissions.query');
  call(globalThis, 'queryLocalFonts');
  for (const name of ['getUserMedia', 'getDisplayMedia', 'enumerateDevices'])
    call(proto('MediaDevices'), name);
  for (const name of [
    'Accelerometer',
    'AbsoluteOrientationSensor',
    'AmbientLightSensor',
    'GravitySensor',
    'Gyroscope',
    'IdleDetector',
    'LinearAccelerationSensor',
    'Magnetometer',
    'NDEFReader',
    'RelativeOrientationSensor',
  ])
    make(name);

  for (const name of ['toDataURL', 'toBlob']) call(proto('HTMLCanvasElement'), name, `canvas.${name}`);
  call(proto('OffscreenCanvas'), 'convertToBlob', 'canvas.convertToBlob');
  for (const name of ['CanvasRenderingContext2D', 'OffscreenCanvasRenderingContext2D'])
    call(proto(name), 'getImageData', 'canvas.getImageData');
  for (const name of ['WebGLRenderingContext', 'WebGL2RenderingContext'])
    for (const what of ['getParameter', 'getExtension', 'readPixels'])
      call(proto(name), what, `webgl.${what}`);
  for (const name of ['AudioContext', 'OfflineAudioContext', 'RTCPeerConnection']) make(name);
  call(proto('FontFaceSet'), 'check', 'fonts.check');
  call(globalThis.speechSynthesis && Object.getPrototypeOf(globalThis.speechSynthesis), 'getVoices');

  look(proto('Document'), 'cookie', 'document.cookie');
  call(proto('IDBFactory'), 'open', 'indexedDB.open');
  call(proto('StorageManager'), 'persist', 'storage.persist');

  make('Notification');
  call(globalThis.Notification, 'requestPermission', 'Notification.requestPermission');
  call(proto('PushManager'), 'subscribe', 'push.subscribe');
  call(proto('ServiceWorkerRegistration'), 'showNotification');
  call(globalThis, 'open', 'window.open');

  document.addEventListener('securitypolicyviolation', (event) => report(`blocked ${event.blockedURI}`));

  const listen = EventTarget.prototype.addEventListener;
  EventTarget.prototype.addEventListener = function (type, ...rest) {
    if (/^device(motion|orientation)/.test(type)) report(`listens to ${type}`);
    return listen.call(this, type, ...rest);
  };
}
