"""Writes a C program with what GraalVM's linker puts into a native image: a CycloneDX document of the jars of a folder, compressed, its
length, and the image heap's section. native_image.py LIBRARIES SOURCE"""
import gzip, json, os, sys, zipfile

libraries, source = sys.argv[1:]
components = []
for name in sorted(os.listdir(libraries)):
    with zipfile.ZipFile(os.path.join(libraries, name)) as jar:
        for member in jar.namelist():
            if member.endswith("/pom.properties"):
                lines = dict(l.split("=", 1) for l in jar.read(member).decode().split() if "=" in l and not l.startswith("#"))
                group, artifact, version = lines["groupId"], lines["artifactId"], lines["version"]
                components.append({"type": "library", "group": group, "name": artifact, "version": version, "purl": f"pkg:maven/{group}/{artifact}@{version}"})
packed = gzip.compress(json.dumps({"bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1, "components": components}).encode(), mtime=0)
with open(source, "w") as out:
    out.write("unsigned char sbom[] = {" + ",".join(map(str, packed)) + "};\n"
              f"unsigned long sbom_length = {len(packed)};\n"
              'char __svm_version_info[] = "GraalVM 23.1.0";\n'
              'char heap[1 << 20] __attribute__((section(".svm_heap"))) = {1};\n'
              "int main(void) { return 0; }\n")
