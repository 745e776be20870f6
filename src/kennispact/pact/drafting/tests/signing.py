"""A certificate authority of our own, and signatures with it. Nothing is fetched."""

import io
from datetime import UTC, datetime

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pyhanko.keys import load_certs_from_pemder_data, load_private_key_from_pemder_data
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko_certvalidator.registry import SimpleCertificateStore

SINCE, UNTIL = datetime(2020, 1, 1, tzinfo=UTC), datetime(2099, 1, 1, tzinfo=UTC)
PEM = serialization.Encoding.PEM


def _key():
    return ec.generate_private_key(ec.SECP256R1())


def _certificate(name, key, issuer, issuer_key, *, is_authority):
    named = x509.Name(
        [x509.NameAttribute(NameOID.COMMON_NAME, name), x509.NameAttribute(NameOID.COUNTRY_NAME, "NL")]
    )
    usage = x509.KeyUsage(
        digital_signature=True,
        content_commitment=not is_authority,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=is_authority,
        crl_sign=is_authority,
        encipher_only=False,
        decipher_only=False,
    )
    return (
        x509.CertificateBuilder()
        .subject_name(named)
        .issuer_name(issuer.subject if issuer else named)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(SINCE)
        .not_valid_after(UNTIL)
        .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .sign(issuer_key, hashes.SHA256())
    )


class Authority:
    """A root that issues certificates."""

    def __init__(self, name="Testwortel"):
        self.key = _key()
        self.certificate = _certificate(name, self.key, None, self.key, is_authority=True)

    @property
    def pem(self):
        return self.certificate.public_bytes(PEM)

    def signer(self, name):
        key = _key()
        certificate = _certificate(name, key, self.certificate, self.key, is_authority=False)
        registry = SimpleCertificateStore()
        registry.register(next(iter(load_certs_from_pemder_data(self.pem))))
        private = key.private_bytes(PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        return signers.SimpleSigner(
            signing_cert=next(iter(load_certs_from_pemder_data(certificate.public_bytes(PEM)))),
            signing_key=load_private_key_from_pemder_data(private, None),
            cert_registry=registry,
        )


def signed(payload, signer, field, *, certify=False):
    """Return the PDF with one more signature."""
    writer = IncrementalPdfFileWriter(io.BytesIO(payload))
    meta = signers.PdfSignatureMetadata(
        field_name=field,
        subfilter=fields.SigSeedSubFilter.PADES,
        certify=certify,
        docmdp_permissions=fields.MDPPerm.FILL_FORMS,
    )
    out = io.BytesIO()
    signers.sign_pdf(writer, meta, signer=signer, output=out)
    return out.getvalue()
