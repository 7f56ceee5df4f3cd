"""Checks signatures over the query string as it was signed.

moto hands the signature's check a decoded query, so that every request with an encoded character in it, such as the
prefix of a list request, has a "wrong" signature.
"""

from urllib.parse import quote, unquote, urlsplit

from moto.iam.access_control import IAMRequestBase

create = IAMRequestBase._create_aws_request


def canonical(query):
    pairs = (pair.partition("=") for pair in query.split("&") if pair)
    return "&".join(f"{quote(unquote(name), safe='-_.~')}={quote(unquote(value), safe='-_.~')}" for name, _, value in pairs)


def create_aws_request(self):
    path, _, query = self._path.partition("?")
    self._path = f"{path}?{canonical(query)}" if query else path
    if self._method in ("GET", "HEAD", "DELETE"):
        # Without a body moto would sign the parsed query in its place.
        self._data, kept = {}, self._data
        try:
            return create(self)
        finally:
            self._data = kept
    return create(self)


IAMRequestBase._create_aws_request = create_aws_request
