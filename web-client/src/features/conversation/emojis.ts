/** The signs that the picker offers; their names stand in the texts. */
export const kEmojis = ['👍', '❤️', '😊', '😄', '🙏', '👏', '🤔', '☕', '🎉', '⚒️'] as const;
