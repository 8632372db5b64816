export class GuestPhotos {}
