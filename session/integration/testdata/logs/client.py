import http.client, sys, urllib.parse
u = urllib.parse.urlsplit(sys.argv[1])
try:
    c = http.client.HTTPConnection(u.netloc, timeout=5)
    c.request('GET', u.path)
    c.getresponse().read()
    print('complete')
except Exception as e:
    print(f'{type(e).__name__}: {e}')
