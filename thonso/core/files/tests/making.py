"""Files for the tests, honest and hostile ones, all made here: none is shipped."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pikepdf
import pillow_heif
import typst
from PIL import Image

pillow_heif.register_heif_opener()

# In two halves, so that no scanner of a developer's machine takes this file away.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
GPS = 0x8825
ORIENTATION = 0x0112


def picture(width: int = 640, height: int = 480) -> Image.Image:
    """Left half red, right half blue, so that turning and mirroring can be seen."""
    image = Image.new("RGB", (width, height), "red")
    image.paste("blue", (width // 2, 0, width, height))
    return image


def jpeg(width: int = 640, height: int = 480, *, orientation: int = 1, gps: bool = False, quality: int = 90) -> bytes:
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    exif[0x010F] = "MAY CHUP CUA MAI"
    if gps:
        exif.get_ifd(GPS).update({1: "N", 2: (22.0, 32.0, 10.0), 3: "E", 4: (103.0, 53.0, 30.0)})
    return _saved(picture(width, height), "JPEG", exif=exif.tobytes(), quality=quality, comment=b"GHI CHU RIENG")


def png(width: int = 64, height: int = 64, mode: str = "RGB") -> bytes:
    return _saved(picture(width, height).convert(mode), "PNG")


def chequered_png(side: int = 800) -> bytes:
    """Small as PNG, large as JPEG."""
    row = b"\xf0\x0f" * (side // 16)
    other = bytes(byte ^ 0xFF for byte in row)
    return _saved(Image.frombytes("1", (side, side), (row * 4 + other * 4) * (side // 8)), "PNG")


def webp() -> bytes:
    return _saved(picture(), "WEBP")


def heic() -> bytes:
    return _saved(picture(), "HEIF")


def _saved(image: Image.Image, format_: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, format_, **options)
    return out.getvalue()


def png_bomb(width: int, height: int) -> bytes:
    """A few kilobytes that unfold to width × height pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    squeezer = zlib.compressobj(9)
    row = b"\0" * (1 + (width + 7) // 8)
    packed = b"".join(squeezer.compress(row) for _ in range(height)) + squeezer.flush()
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def pdf(markup: str = "Giấy xác nhận", pages: int = 1) -> bytes:
    """`markup` is Typst: `#rect[MẬT]` draws a framed mark."""
    body = "\n#pagebreak()\n".join([markup] * pages)
    return typst.compile(f"#set page(width: 210mm, height: 297mm)\n{body}".encode())


def pdf_with(change: "Callable[[pikepdf.Pdf], None]", markup: str = "Giấy") -> bytes:
    with pikepdf.open(io.BytesIO(pdf(markup))) as document:
        change(document)
        out = io.BytesIO()
        document.save(out)
    return out.getvalue()


def pdf_with_script() -> bytes:
    def add(document: pikepdf.Pdf) -> None:
        document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert('a')")

    return pdf_with(add)


def pdf_with_script_by_name() -> bytes:
    """Hidden in the name tree, inside direct objects."""

    def add(document: pikepdf.Pdf) -> None:
        action = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert('a')")
        document.Root.Names = pikepdf.Dictionary(
            JavaScript=pikepdf.Dictionary(Names=pikepdf.Array([pikepdf.String("a"), action]))
        )

    return pdf_with(add)


def pdf_that_launches() -> bytes:
    def add(document: pikepdf.Pdf) -> None:
        action = pikepdf.Dictionary(S=pikepdf.Name.Launch, F="calc.exe")
        link = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=action)
        document.pages[0].Annots = pikepdf.Array([document.make_indirect(link)])

    return pdf_with(add)


def pdf_with_attachment() -> bytes:
    def add(document: pikepdf.Pdf) -> None:
        document.attachments["a.exe"] = b"MZ..."

    return pdf_with(add)


def pdf_locked(user: str) -> bytes:
    with pikepdf.open(io.BytesIO(pdf())) as document:
        out = io.BytesIO()
        document.save(out, encryption=pikepdf.Encryption(owner="chủ", user=user))
    return out.getvalue()


def pdf_stamped(text: str) -> bytes:
    """The mark is an annotation, not text of the page."""

    def add(document: pikepdf.Pdf) -> None:
        stamp = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Stamp, Rect=[0, 0, 90, 20], Contents=text
        )
        document.pages[0].Annots = pikepdf.Array([document.make_indirect(stamp)])

    return pdf_with(add)


def pdf_with_huge_image() -> bytes:
    def add(document: pikepdf.Pdf) -> None:
        image = document.make_stream(zlib.compress(b"\0" * 1000))
        for key, value in {"/Subtype": pikepdf.Name.Image, "/Width": 60000, "/Height": 60000}.items():
            image[key] = value
        document.pages[0].Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=image))

    return pdf_with(add)


def pdf_nested(depth: int) -> bytes:
    """Arrays inside arrays in the catalogue, which is the last object, so that only `startxref` moves."""
    whole = pdf()
    deep = b"/Deep " + b"[" * depth + b"]" * depth
    at = whole.rindex(b"/Type/Catalog")
    body, _, end = whole.rpartition(b"startxref")
    number = int(end.split()[0])
    return body[:at] + deep + body[at:] + b"startxref\n%d\n%%%%EOF\n" % (number + len(deep))


def pdf_that_is_a_zip_too() -> bytes:
    """Appended archive: a PDF reader shows the page, a zip reader unpacks the rest."""
    out = io.BytesIO(pdf())
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("setup.exe", b"MZ")
    # The end mark of the PDF must stay within reach, or it would only count as cut off.
    return out.getvalue() + b"\n%%EOF\n"


def zipped() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("0.bin", b"\0" * 5_000_000)
    return out.getvalue()


def docx() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", b"<Types/>")
        archive.writestr("word/document.xml", b"<w/>")
    return out.getvalue()


SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!DOCTYPE html><html><script>alert(1)</script></html>"


def gifar() -> bytes:
    """A JPEG with an archive and a script behind it: harmless only when the image is written anew."""
    return jpeg() + zipped() + b"<script>alert(1)</script>"


def signed_pdf() -> bytes:
    """Signed by a key made a moment ago."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import signers

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "CA THU")])
    start = datetime(2026, 1, 1, tzinfo=UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=3650))
        .sign(key, hashes.SHA256())
    )
    packed = serialization.pkcs12.serialize_key_and_certificates(
        b"thu", key, certificate, None, serialization.BestAvailableEncryption(b"thu")
    )
    signer = signers.SimpleSigner.load_pkcs12_data(packed, other_certs=[], passphrase=b"thu")
    out = signers.sign_pdf(
        IncrementalPdfFileWriter(io.BytesIO(pdf())), signers.PdfSignatureMetadata(field_name="Ky"), signer=signer
    )
    return out.getvalue()
