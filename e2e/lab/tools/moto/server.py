"""moto's own server with the lab's corrections, each in a module of its own next to this file.

    python server.py -H HOST -p PORT
"""

import corrections  # noqa: F401
import existing  # noqa: F401
import kms_digests  # noqa: F401
import policies  # noqa: F401
import signatures  # noqa: F401
import web_identity  # noqa: F401
from moto.server import main

main()
