# jan/02/1970 00:21:44 by RouterOS 6.40.9
# software id = ABCD-EFGH
#
/ip ipsec proposal
set [ find default=yes ] auth-algorithms=sha256 enc-algorithms=aes-256-cbc lifetime=1h pfs-group=modp1024
/ip ipsec peer
add address=198.51.100.1/32 dh-group=modp1024 enc-algorithm=aes-256,3des hash-algorithm=sha1 lifetime=8h local-address=192.0.2.1 nat-traversal=no secret=example-one
add address=0.0.0.0/0 dh-group=modp2048 enc-algorithm=aes-256,aes-128,3des exchange-mode=main-l2tp generate-policy=port-override passive=yes secret=\
    example-two
add address=203.0.113.7/32 auth-method=rsa-signature certificate=office.crt exchange-mode=aggressive hash-algorithm=md5 my-id=fqdn:office.example.com
/ip ipsec policy
set 0 proposal=default
add dst-address=10.2.0.0/24 sa-dst-address=198.51.100.1 sa-src-address=192.0.2.1 src-address=10.1.0.0/24 tunnel=yes
add dst-address=203.0.113.7/32 ipsec-protocols=ah protocol=gre sa-dst-address=203.0.113.7 sa-src-address=192.0.2.1 src-address=192.0.2.1/32
/ppp secret
add name=user password=example-three service=l2tp
