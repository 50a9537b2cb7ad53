/** Hands a text to the device as a file: it is saved, or opened by the program for its kind. */
export function giveFile(name: string, text: string, type: string): void {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // Phones fetch it a moment after the press.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
