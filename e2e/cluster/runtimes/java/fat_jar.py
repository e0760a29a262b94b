"""Makes an executable jar in Spring Boot's layout: its loader unpacked, the libraries stored. fat_jar.py CLASSES LIBRARIES JAR"""
import os, sys, zipfile

classes, libraries, jar = sys.argv[1:]
with zipfile.ZipFile(jar, "w", zipfile.ZIP_DEFLATED) as out:
    out.writestr("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\r\nMain-Class: org.springframework.boot.loader.launch.JarLauncher\r\n"
                 "Start-Class: shop.Shop\r\nImplementation-Title: shop\r\nImplementation-Version: 1.0.0\r\n"
                 "Spring-Boot-Classes: BOOT-INF/classes/\r\nSpring-Boot-Lib: BOOT-INF/lib/\r\n\r\n")
    out.writestr("META-INF/maven/shop.example/shop/pom.properties", "artifactId=shop\ngroupId=shop.example\nversion=1.0.0\n")
    folders = set()
    def folder(name):
        if name and name not in folders:
            folder(name.rpartition("/")[0])
            folders.add(name)
            out.writestr(name + "/", "")
    for top, _, names in os.walk(classes):
        for name in sorted(names):
            path = "BOOT-INF/classes/" + os.path.relpath(os.path.join(top, name), classes)
            folder(path.rpartition("/")[0])
            out.write(os.path.join(top, name), path)
    for name in sorted(os.listdir(libraries)):
        if name.startswith("spring-boot-loader"):
            with zipfile.ZipFile(os.path.join(libraries, name)) as loader:
                for member in loader.namelist():
                    if member.endswith(".class") and not member.startswith("META-INF"):
                        folder(member.rpartition("/")[0])
                        out.writestr(member, loader.read(member))
        else:
            folder("BOOT-INF/lib")
            out.write(os.path.join(libraries, name), "BOOT-INF/lib/" + name, zipfile.ZIP_STORED)
