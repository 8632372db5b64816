/** @module What a camera is called. */

/** Many models repeat their maker: "Canon" + "Canon EOS 5D" is "Canon EOS 5D". Undefined if the file names neither. */
export function cameraName(make = '', model = ''): string | undefined {
  if (make === '' || model === '') return model || make || undefined;
  const brand = make.split(/\s/)[0]?.toLowerCase() ?? '';
  return model.toLowerCase().startsWith(brand) ? model : `${make} ${model}`;
}
