import AsyncHTTPClient
import Hummingbird
import HummingbirdTLS
import JWTKit
import NIOSSL
