"""Names of the labels that tell what a container or image of ours is; also the keys of the process provider's files."""

KIND = "assessor.kind"
"""SERVER, BAKE, NODE, TEMPLATE_IMAGE or SERVER_IMAGE."""

SERVER = "server"
BAKE = "bake"
NODE = "node"
"""Of a fleet: a container, or the volume that its containers share. Its SANDBOX_ID is that of its server."""
TEMPLATE_IMAGE = "template-image"
SERVER_IMAGE = "server-image"

INSTALLATION = "assessor.installation"
"""Which installation of the application started or built it."""

SANDBOX_ID = "assessor.sandbox-id"
PURPOSE = "assessor.owner.purpose"
SUBJECT = "assessor.owner.subject"
TEMPLATE_KEY = "assessor.template.key"
TEMPLATE_LABEL = "assessor.template.label"
STARTED_AT = "assessor.started-at"
"""ISO 8601 with offset."""

STORAGE = "assessor.storage"
"""Where a container's data lies: the name of a sandbox.docker_provider.storage.Storage."""

SERVER_VERSION = "assessor.server-version"
"""server_version_num, e.g. 170012."""

CONTENT = "assessor.content"
"""Hash of everything the image was made of."""

BOOTSTRAP = "assessor.bootstrap"
"""A template image's random first secret of the role `platform`: replaced in every server before anybody else can reach
it, and worth nothing afterwards."""
