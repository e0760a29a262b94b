"""Makes a fat jar in Spring Boot's layout: the libraries of a folder, stored, in one archive. fat_jar.py LIBRARIES JAR"""
import os, sys, zipfile

libraries, jar = sys.argv[1:]
with zipfile.ZipFile(jar, "w", zipfile.ZIP_DEFLATED) as z:
    z.writestr("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\r\nMain-Class: org.springframework.boot.loader.launch.JarLauncher\r\n"
               "Implementation-Title: catalog\r\nImplementation-Version: 1.0.0\r\n\r\n")
    z.writestr("META-INF/maven/shop.example/catalog/pom.properties", "artifactId=catalog\ngroupId=shop.example\nversion=1.0.0\n")
    for name in sorted(os.listdir(libraries)):
        z.write(os.path.join(libraries, name), "BOOT-INF/lib/" + name, zipfile.ZIP_STORED)
