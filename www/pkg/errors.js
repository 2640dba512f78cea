export class AtlasError extends Error { constructor(code, message, place = {}) { super(message); this.name='AtlasError'; this.code=code; Object.assign(this, place);} }
