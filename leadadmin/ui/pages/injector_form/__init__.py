"""The form of one injector: a strip with how it stands, and a card of sections."""
