"""MariaDB and MySQL as a source, by pymysql."""
